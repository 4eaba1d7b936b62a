"""Stores the line that names the error, so that many submissions can be grouped quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the sentence; older submissions have none."""
    op.add_column("submissions", sa.Column("sentence", sa.Text))
