"""The API."""

urlpatterns: list = []
