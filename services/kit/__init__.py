"""Tools without a domain noun: clock, doorbell, vault, ids, paging, documents. All may use them; they know nobody."""
