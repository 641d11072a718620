#!/bin/sh
# An integrator's afternoon: from a page of a manual to a paid month, with a plugin, in an empty folder.
#
#   4.2  Monthly score: quality 70 %, attendance 30 %, rounded to two decimals.
#   4.3  Bonus by score and rank: first 10 % with 85 and more CNY 600; first 35 % with 75 and more
#        CNY 300; 60 and more CNY 100. Who is on probation is not ranked.
#   4.4  Chats: CNY 40 for every full fifty, at most CNY 200 a month.
set -eu
export CCOPS_LOCALE=en NO_COLOR=1
say() { printf '\n## %s\n' "$1"; }
run() { printf '$ %s\n' "$1"; sh -c "$1" 2>&1 || printf '(exit code %s)\n' "$?"; }

say 'One o’clock: a pack that runs'
run 'ccops pack new harbor'

say 'Half past one: clauses 4.2 and 4.3, with a slip of the pen'
cat > harbor/score.yaml <<'EOF'
parameters:
  weight_quality: {label: {zh: 质检占比, en: weight of quality}, unit: ratio, values: {2026-01-01: 70%}, source: '4.2'}
  weight_attendance: {label: {zh: 出勤占比, en: weight of attendance}, unit: ratio, values: {2026-01-01: 30%}, source: '4.2'}

figures:
  monthly_score:
    label: {zh: 月度得分, en: monthly score}
    for: agents
    unit: points
    is: weight_quality * qualty + weight_attendance * attendance
    range: '[0..100]'
    round: {to: 0.01, mode: half_up}
    source: '4.2'
EOF
sed -e '/because:/d' -e "s/source: assumed/source: '4.3'/" -e 's/CNY 500/CNY 600/' harbor/bonus.yaml > new
mv new harbor/bonus.yaml
run 'ccops pack check harbor | grep -A 3 error:'
sed 's/qualty/quality/' harbor/score.yaml > new && mv new harbor/score.yaml
run 'ccops pack check harbor | tail -n 1'

say 'Two o’clock: what the manual leaves open is decided'
decide() {
  awk -v question="  $1:" -v reading="$2" '
    $0 == question { is_here = 1 }
    is_here && /chosen: open/ { print "    chosen: " reading "\n    by: Li Min\n    on: 2026-01-05"; is_here = 0; next }
    { print }' harbor/choices.yaml > new
  mv new harbor/choices.yaml
}
decide bonus_reading from_the_top
decide rank_pool past_probation
decide ties share_best
decide unknown_key block_all
run 'ccops pack choices harbor | tail -n 1'

say 'Three o’clock: the amounts that the manual works out'
cat > harbor/cases/bonus.yaml <<'EOF'
defaults: {role: agent, team: A, employment_type: full_time, hired_on: 2020-01-01, quality: 80, attendance: 80, basic_pay_due: CNY 3000}

cases:
  score-of-clause-4-2:
    period: 2026-10
    employees: {E1: {quality: 90, attendance: 95}}
    expect: {E1: {monthly_score: 91.5, monthly_bonus: CNY 100}}
    because: 0.7 × 90 + 0.3 × 95; the only one ranked is 1 of 1, beyond 35 %
    source: '4.2'
  second-of-twenty:
    period: 2026-10
    population: 20
    rank: month_rank
    pin: {monthly_score: 86}
    subject: {place: 2}
    expect: {monthly_bonus: CNY 600}
    because: 2 of 20 is 10 %
    source: '4.3'
    variants:
      - {subject: {place: 3}, expect: {monthly_bonus: CNY 300}}
      - {subject: {place: 8}, expect: {monthly_bonus: CNY 100}}
EOF
run 'ccops pack test harbor | tail -n 1'

say 'Half past three: a kind of pay that no pack has, from a plugin of our own'
run 'ccops new plugin harbor | tail -n 1'
run 'python -m pip install --quiet ./ccops-harbor'
run 'python -m pytest -q ccops-harbor > tests.txt && echo its tests pass'
run 'ccops plugin list | grep "^harbor"'
cat > harbor/chats.yaml <<'EOF'
facts:
  chats: {label: {zh: 在线会话数, en: chats}, unit: count, range: '[0..100000]'}

parameters:
  chat_lot: {label: {zh: 每批会话数, en: chats in a lot}, unit: count, values: {2026-01-01: 50}, source: '4.4'}
  chat_rate: {label: {zh: 每批金额, en: the amount for a lot}, unit: money, values: {2026-01-01: CNY 40}, source: '4.4'}
  chat_limit: {label: {zh: 每月封顶, en: the most in a month}, unit: money, values: {2026-01-01: CNY 200}, source: '4.4'}

lot_pays:
  chat_pay:
    label: {zh: 会话津贴, en: chat pay}
    for: agents
    counts: chats
    lot: chat_lot
    rate: chat_rate
    limit: chat_limit
    payroll_code: H01
    source: '4.4'
EOF
sed 's/monthly_bonus\]/monthly_bonus, chat_pay]/' harbor/pay.yaml > new && mv new harbor/pay.yaml
cat > harbor/cases/chats.yaml <<'EOF'
cases:
  full-lots-alone-are-paid:
    period: 2026-10
    given: {chats: 149}
    expect: {chat_pay: CNY 80}
    because: 149 are two full fifties
    source: '4.4'
EOF
run 'ccops pack check harbor | tail -n 1'
run 'ccops pack test harbor | tail -n 1'

say 'Half past four: October'
mkdir october
cat > october/employees.csv <<'EOF'
employee_id,name,role,team,employment_type,hired_on,probation_until
E1,Lin Yue,agent,A,full_time,2024-03-01,
E2,Chen Bo,agent,A,full_time,2023-07-10,
E3,Wu Jia,agent,A,full_time,2025-01-06,
E4,Zhao Min,agent,A,full_time,2026-09-01,2026-11-30
EOF
cat > october/facts.csv <<'EOF'
employee_id,quality,attendance,basic_pay_due,chats
E1,96,100,3000,120
E2,91.5,100,3200,310
E3,84,95,3000,49
E4,93,100,2800,50
EOF
run 'ccops settle --pack harbor --period 2026-10 --input october -o settled | grep -E "^(employees|lines|final|files)"'
run 'ccops explain settled E2 chat_pay --pack harbor'

say 'Five o’clock: a statement to show'
run 'ccops report settled --pack harbor --kind statement --employee E2 --input october --format md | grep "^|"'
