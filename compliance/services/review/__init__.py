"""Acts of judgement.

`reconciling` sets claims against the ledger, `judging` keeps what people say of the findings,
`entering` puts what two people said alike into its book.
"""

from compliance.services.review.judging import decide, show, undo
from compliance.services.review.reconciling import bench, judge_all_anew, judge_anew, reconcile


__all__ = ["bench", "decide", "judge_all_anew", "judge_anew", "reconcile", "show", "undo"]
