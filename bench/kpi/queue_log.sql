COPY (
    WITH calls AS (
        SELECT contact_id, queue, agent, outcome, transferred, wait // 1000 AS waited,
            contact_id || '|' || queue || '|' AS head, coalesce(agent, 'NONE') || '|' AS who,
            entered_ms // 1000 AS entered, answered_ms // 1000 AS left_at,
            ended_ms // 1000 AS ended, talk_hold // 1000 AS talked,
            '138' || lpad((hash(contact_id) % 100000000)::VARCHAR, 8, '0') AS customer
        FROM read_parquet([{files}])
    ),
    events AS (
        SELECT entered AS second, head || 'NONE|ENTERQUEUE||' || customer || '|1' AS said FROM calls
        UNION ALL
        SELECT left_at, head || who || CASE outcome
            WHEN 'answered' THEN 'CONNECT|' || waited || '|' || contact_id || '|2'
            WHEN 'exit_key' THEN 'EXITWITHKEY|1|1|1|' || waited
            WHEN 'timeout' THEN 'EXITWITHTIMEOUT|1|1|' || waited
            ELSE 'ABANDON|1|1|' || waited END
        FROM calls WHERE outcome <> 'open'
        UNION ALL
        SELECT ended, head || who || CASE
            WHEN transferred THEN 'BLINDTRANSFER|8000|out|' || waited || '|' || talked || '|1'
            ELSE 'COMPLETECALLER|' || waited || '|' || talked || '|1' END
        FROM calls WHERE outcome = 'answered' AND ended IS NOT NULL
    )
    SELECT second || '|' || said FROM events
    WHERE second >= {first} AND second < {first} + 86400
    ORDER BY second, said
) TO '{log}' (FORMAT csv, HEADER false)
