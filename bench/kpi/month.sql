SET VARIABLE times = [{table}];
SET VARIABLE queues = [{queues}];
CREATE MACRO mixed(x, factor, more) AS (xor(x, x >> 15) * factor + more) % 2147483647;
CREATE MACRO drawn(call, salt) AS
    mixed(mixed(mixed(call % 2147483647, 48271, salt + {seed}), 1664525, 1013904223), 69621, salt);
CREATE MACRO shared(mean, call, salt) AS -- exponential, in thousandths of the unit of its mean
    mean * getvariable('times')[1 + drawn(call, salt) % {steps}];
CREATE MACRO queue_of(call) AS getvariable('queues')[1 + drawn(call, 2) % 210];
CREATE MACRO day_of(second) AS 719163 + (second + 28800) // 86400;
CREATE MACRO half_hour_of(second) AS second // 1800 * 1800;
CREATE MACRO hour_of(second) AS (second + 28800) % 86400 // 3600;

CREATE OR REPLACE TEMP TABLE calls AS
WITH half_hours (half_hour, first, calls, mean) AS (VALUES {half_hours}),
arrived AS (
    SELECT first + each AS call, mean,
        half_hour + (each * 1800 + drawn(first + each, 1) % 1800) // calls AS entered
    FROM half_hours, LATERAL unnest(range(calls)) AS arrivals (each)
),
tried AS (
    SELECT *, CASE WHEN drawn(call, 3) % 10 < 7 THEN 2 + drawn(call, 4) % 7
            ELSE 2 + shared(mean, call, 4) // 1000 END AS until_answer,
        CASE WHEN drawn(call, 5) % 200 = 0 THEN 1 + drawn(call, 6) % 20
            ELSE least(300, 1 + shared(180, call, 6) // 1000) END AS until_exit
    FROM arrived
),
waited AS (
    SELECT *, least(until_answer, until_exit) AS waiting,
        entered + least(until_answer, until_exit) AS left_at,
        (20 + shared(160, call, 7) // 1000) * 1000 + drawn(call, 8) % 1000 AS talk,
        CASE WHEN drawn(call, 9) % 5 = 0 THEN shared(40000, call, 10) // 1000 ELSE 0 END AS hold,
        5000 + shared(25000, call, 11) // 1000 AS after_call,
        drawn(call, 12) % 20 = 0 AS hands_on
    FROM tried
),
ended AS (
    SELECT *, CASE WHEN left_at * 1000 >= {ends} THEN 'open'
            WHEN until_answer <= until_exit THEN 'answered'
            WHEN drawn(call, 5) % 200 = 0 THEN 'exit_key'
            WHEN until_exit = 300 THEN 'timeout' ELSE 'abandoned' END AS outcome,
        left_at * 1000 + CASE WHEN until_answer <= until_exit THEN talk + hold ELSE 0 END AS end_ms
    FROM waited
)
SELECT *, outcome = 'answered' AS is_answered, outcome <> 'open' AND end_ms < {ends} AS is_over,
    entered || '.' || call AS contact_id, 'q' || lpad(queue_of(call)::VARCHAR, 2, '0') AS queue,
    'A' || lpad(((hour_of(left_at) // 6 + day_of(left_at)) % 4 * 500
        + drawn(call, 13) % 500)::VARCHAR, 4, '0') AS answered_by,
    'queue_log:' || call AS source_ref, end_ms // 1000 AS end_at
FROM ended
ORDER BY call;

COPY (
    SELECT contact_id, 1::BIGINT AS visit_no, queue, outcome,
        CASE WHEN is_answered THEN answered_by END AS agent,
        CASE WHEN NOT is_answered THEN 'no_records' END AS agent__why,
        CASE WHEN outcome <> 'open' THEN waiting * 1000 END::BIGINT AS wait,
        CASE WHEN is_answered AND is_over THEN talk + hold END::BIGINT AS talk_hold,
        CASE WHEN NOT is_answered THEN 'no_records' WHEN NOT is_over THEN 'not_measured' END
            AS talk_hold__why,
        CASE WHEN is_answered AND is_over THEN after_call END::BIGINT AS acw,
        CASE WHEN NOT is_answered THEN 'no_records' WHEN NOT is_over THEN 'not_measured' END
            AS acw__why,
        is_answered::BIGINT AS segments,
        is_answered AND is_over AND hands_on AS transferred, is_answered AND is_over AS completed,
        false AS entry_missing, CASE WHEN is_over THEN 'event' ELSE 'open' END AS closed_by,
        (entered * 1000)::BIGINT AS entered_ms, day_of(entered)::BIGINT AS arrival_day,
        half_hour_of(entered)::BIGINT AS arrival_half_hour, hour_of(entered)::BIGINT AS arrival_hour,
        CASE WHEN outcome <> 'open' THEN left_at * 1000 END::BIGINT AS answered_ms,
        CASE WHEN outcome <> 'open' THEN day_of(left_at) END::BIGINT AS answer_day,
        CASE WHEN outcome <> 'open' THEN half_hour_of(left_at) END::BIGINT AS answer_half_hour,
        CASE WHEN outcome <> 'open' THEN hour_of(left_at) END::BIGINT AS answer_hour,
        CASE WHEN is_over THEN end_ms END::BIGINT AS ended_ms,
        CASE WHEN is_over THEN day_of(end_at) END::BIGINT AS end_day,
        CASE WHEN is_over THEN half_hour_of(end_at) END::BIGINT AS end_half_hour,
        CASE WHEN is_over THEN hour_of(end_at) END::BIGINT AS end_hour,
        day_of(entered)::BIGINT AS contact_day,
        half_hour_of(entered)::BIGINT AS contact_half_hour, hour_of(entered)::BIGINT AS contact_hour,
        source_ref
    FROM calls
) TO '{queue_visit}' (FORMAT parquet);

COPY (
    SELECT contact_id, 1::BIGINT AS visit_no, 1::BIGINT AS segment_no, queue, answered_by AS agent,
        false AS agent_unmapped, CASE WHEN is_over THEN talk END::BIGINT AS talk,
        CASE WHEN is_over THEN hold END::BIGINT AS hold,
        CASE WHEN is_over THEN talk + hold END::BIGINT AS talk_hold,
        CASE WHEN is_over THEN after_call END::BIGINT AS acw,
        CASE WHEN NOT is_over OR NOT hands_on THEN 'none'
            WHEN drawn(call, 14) % 4 = 0 THEN 'attended' ELSE 'blind' END AS transfer,
        CASE WHEN NOT is_over THEN 'open' WHEN hands_on THEN 'transfer'
            WHEN drawn(call, 15) % 4 = 0 THEN 'agent' ELSE 'customer' END AS ended_by,
        day_of(entered)::BIGINT AS arrival_day, (left_at * 1000)::BIGINT AS connected_ms,
        day_of(left_at)::BIGINT AS connected_day,
        half_hour_of(left_at)::BIGINT AS connected_half_hour,
        hour_of(left_at)::BIGINT AS connected_hour,
        CASE WHEN is_over THEN end_ms END::BIGINT AS ended_ms, source_ref
    FROM calls WHERE is_answered
) TO '{handle_segment}' (FORMAT parquet)
