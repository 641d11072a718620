SELECT queue, arrival_half_hour,
    count(*) AS offered,
    count(*) FILTER (outcome = 'answered') AS answered,
    count(*) FILTER (outcome = 'abandoned') AS abandoned,
    count(*) FILTER (outcome <> 'open') AS over,
    count(*) FILTER (outcome = 'answered' AND transferred) AS handed_on,
    coalesce(sum(wait) FILTER (outcome = 'answered'), 0)::BIGINT AS waited,
    max(wait) AS longest,
    quantile_disc(wait, 0.95) // 1000 * 1000 AS p95,
    count(*) FILTER (outcome = 'answered' AND wait <= 15000) AS in_time,
    count(*) FILTER (outcome IN ('answered', 'abandoned')) AS base
FROM read_parquet('{files}')
GROUP BY queue, arrival_half_hour
