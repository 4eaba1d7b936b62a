"""People can doubt an answer, not only miss one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the cause of the doubted answer."""
    op.add_column("submissions", sa.Column("doubted_cause", sa.String(64)))
