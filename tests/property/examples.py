"""How many examples a property test tries: 25 in an ordinary run, always the same; INLOCO_EXAMPLES=500 for a thorough one."""

import os

from hypothesis import HealthCheck, settings

COUNT = int(os.environ.get("INLOCO_EXAMPLES", "25"))

examples = settings(
    max_examples=COUNT,
    derandomize=COUNT <= 25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
