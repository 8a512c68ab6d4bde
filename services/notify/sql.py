"""SQL statements of notifications. Every value comes in as a parameter."""

# Write receipts into their deliveries: at most one per delivery, the best that was reported of it.
#
# `received`   the receipts as columns
# `matched`    by the provider's message id to one attempt; by our own delivery id to the newest attempt
# `relevant`   "undelivered" counts for the newest attempt only, "delivered" for every one
# `best`       "delivered" before "undelivered", which is the order of the two words
#
# The members of a digest get the receipt of its leader. "delivered" is final; any other receipt is replaced by a
# different one, or by one that was received after the newest attempt had begun.
APPLY_RECEIPTS = """
WITH received AS (
    SELECT r.receipt, nullif(r.provider_id, '') AS provider_id, r.delivery_id
    FROM unnest(%(receipts)s::text[], %(provider_ids)s::text[], %(delivery_ids)s::uuid[])
        AS r (receipt, provider_id, delivery_id)
), matched AS (
    SELECT a.delivery_id AS id, received.receipt, a.number
    FROM received
    JOIN notify_deliveryattempt a
        ON a.provider_id = received.provider_id AND a.provider_id <> '' AND a.channel = %(channel)s
    UNION ALL
    SELECT d.id, received.receipt, NULL
    FROM received
    JOIN notify_delivery d ON d.public_id = received.delivery_id AND d.channel = %(channel)s
    WHERE NOT EXISTS (
        SELECT 1 FROM notify_deliveryattempt a
        WHERE a.provider_id = received.provider_id AND a.channel = %(channel)s
    )
), relevant AS (
    SELECT matched.id, matched.receipt
    FROM matched
    JOIN notify_delivery d ON d.id = matched.id
    WHERE d.attempt_count > 0
        AND (matched.receipt = %(delivered)s OR coalesce(matched.number, d.attempt_count) = d.attempt_count)
), best AS (
    SELECT id, min(receipt) AS receipt FROM relevant GROUP BY id
)
UPDATE notify_delivery d
SET receipt = best.receipt, receipt_at = %(now)s
FROM best
WHERE (d.id = best.id OR d.merged_into_id = best.id)
    AND d.receipt <> %(delivered)s
    AND (d.receipt <> best.receipt OR d.receipt_at < (
        SELECT max(a.started_at) FROM notify_deliveryattempt a WHERE a.delivery_id = best.id
    ))
"""

# Close the attempts of one batch, with one array per column.
END_ATTEMPTS = """
UPDATE notify_deliveryattempt a
SET ended_at = %(now)s, outcome = r.outcome, provider_id = r.provider_id, reason = r.reason
FROM unnest(%(ids)s::uuid[], %(outcomes)s::text[], %(provider_ids)s::text[], %(reasons)s::text[])
    AS r (id, outcome, provider_id, reason)
WHERE a.id = r.id
"""
