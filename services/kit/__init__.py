"""Tools without a domain noun: clock, doorbell, vault, ids, paging, documents. Everybody may use them; they know nobody."""
