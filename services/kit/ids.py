"""Public ids: UUID version 7 (RFC 9562 §5.7). They grow with time, so index pages fill up one after another."""

from uuid import UUID

from uuid_utils import compat

# The same in SQL, for statements that insert many rows: the clock's milliseconds in front of a random version 4, whose
# version bits become 7. (PostgreSQL has `uuidv7()` only from version 18 on.)
SQL_UUID7 = """encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid"""


def uuid7() -> UUID:
    """A new id, greater than every earlier one of this process; also unique after a fork and between threads."""
    return compat.uuid7()
