SELECT agent, arrival_day,
    count(*) FILTER (ended_by <> 'open') AS ended,
    coalesce(sum(talk) FILTER (ended_by <> 'open'), 0)::BIGINT AS talked,
    coalesce(sum(hold) FILTER (ended_by <> 'open'), 0)::BIGINT AS held,
    coalesce(sum(acw) FILTER (ended_by <> 'open'), 0)::BIGINT AS after,
    coalesce(sum(talk_hold + acw) FILTER (ended_by <> 'open'), 0)::BIGINT AS handled,
    count(*) FILTER (ended_by = 'agent') AS agent_first,
    count(*) FILTER (ended_by IN ('agent', 'customer')) AS hung_up
FROM read_parquet('{files}')
GROUP BY agent, arrival_day
