"""Objects for tests, one file a topic; miniature ledgers are written as tables of lines."""
