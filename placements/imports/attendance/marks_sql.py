"""The steps of an import of marks as SQL; `marks.py` says in which order and why.

Nothing that a file or a person says stands in a statement: values are parameters or copied.
"""
# ruff: noqa: S608

STAGING = """
DROP TABLE IF EXISTS attendance_staging, attendance_told, attendance_calendar,
    attendance_school_day, attendance_place, attendance_compared;
SET LOCAL work_mem = '64MB';
SET LOCAL enable_memoize = off;
CREATE TEMP TABLE attendance_staging (
    file smallint, line integer, pupil_id bigint, setting_id bigint, day date,
    is_pm boolean, code text
) ON COMMIT DROP
"""

COPY = "COPY attendance_staging FROM STDIN"

# One row a child, setting and day. Where a session is told once, `am_line` is its row's.
TOLD = """
CREATE TEMP TABLE attendance_told ON COMMIT DROP AS
SELECT pupil_id, setting_id, day,
    max(code) FILTER (WHERE NOT is_pm) AS am, max(code) FILTER (WHERE is_pm) AS pm,
    count(*) FILTER (WHERE NOT is_pm) AS ams, count(*) FILTER (WHERE is_pm) AS pms,
    max(file) FILTER (WHERE NOT is_pm) AS am_file, max(file) FILTER (WHERE is_pm) AS pm_file,
    max(line) FILTER (WHERE NOT is_pm) AS am_line, max(line) FILTER (WHERE is_pm) AS pm_line
FROM attendance_staging GROUP BY pupil_id, setting_id, day;
ANALYZE attendance_told;
CREATE TEMP TABLE attendance_calendar (setting_id bigint, number integer) ON COMMIT DROP;
CREATE TEMP TABLE attendance_school_day (
    number integer, day date, season text, is_open boolean
) ON COMMIT DROP
"""

# Which place of a child at a setting takes the marks of which days: of several the main one.
_BETTER = """
    SELECT range_agg(daterange(b.started_on, b.ended_on, '[]')) FROM pupils_enrolment b
    WHERE b.pupil_id = e.pupil_id AND b.setting_id = e.setting_id
        AND (b.kind = 'main', -b.id) > (e.kind = 'main', -e.id)
"""
PLACES = f"""
CREATE TEMP TABLE attendance_place ON COMMIT DROP AS
SELECT e.pupil_id, e.setting_id, e.id AS enrolment_id, unnest(
    datemultirange(daterange(e.started_on, e.ended_on, '[]'))
    - coalesce(({_BETTER}), '{{}}'::datemultirange)
) AS days
FROM pupils_enrolment e
WHERE (e.pupil_id, e.setting_id) IN (SELECT pupil_id, setting_id FROM attendance_told);
ANALYZE attendance_place
"""

_FATE = """CASE
        WHEN {half} IS NULL THEN NULL
        WHEN enrolment_id IS NULL THEN 'no_place'
        WHEN {half}s > 1 THEN 'told_twice'
        WHEN NOT is_open AND {half} = ANY(%(possible)s) THEN 'closed_day'
        WHEN {half}_now = {half} THEN 'same'
        WHEN is_{half}_corrected THEN 'kept'
        WHEN on_record IS NULL OR {half}_now = '' THEN 'new'
        ELSE 'changed'
    END AS {half}_fate"""

# What becomes of each session: refused, or `new`, `same`, `kept`, `changed`.
COMPARED = f"""
ANALYZE attendance_calendar;
ANALYZE attendance_school_day;
CREATE TEMP TABLE attendance_compared ON COMMIT DROP AS
SELECT *, {_FATE.format(half="am")}, {_FATE.format(half="pm")}
FROM (
    SELECT t.*, e.enrolment_id, d.season, d.is_open, r.id AS on_record, r.version,
        r.am AS am_now, r.pm AS pm_now, r.is_am_corrected, r.is_pm_corrected
    FROM attendance_told t
    JOIN attendance_calendar c USING (setting_id)
    JOIN attendance_school_day d ON d.number = c.number AND d.day = t.day
    LEFT JOIN attendance_place e ON e.pupil_id = t.pupil_id AND e.setting_id = t.setting_id
        AND e.days @> t.day
    LEFT JOIN placements_attendanceday r ON r.enrolment_id = e.enrolment_id AND r.day = t.day
) found;
ANALYZE attendance_compared
"""

_REFUSALS = "('told_twice', 'no_place', 'closed_day', 'kept')"
REFUSED = f"""
SELECT s.file, s.line, CASE WHEN s.is_pm THEN c.pm_fate ELSE c.am_fate END AS fate
FROM attendance_compared c
JOIN attendance_staging s USING (pupil_id, setting_id, day)
WHERE (c.am_fate IN {_REFUSALS} AND NOT s.is_pm) OR (c.pm_fate IN {_REFUSALS} AND s.is_pm)
ORDER BY s.file, s.line
"""

_CHANGES = "(am_fate IN ('new', 'changed') OR pm_fate IN ('new', 'changed'))"
# The places, not the children: other work on a child goes on while the marks are written.
LOCKED = f"""
SELECT count(*) FROM (
    SELECT e.id FROM pupils_enrolment e
    WHERE e.id IN (SELECT enrolment_id FROM attendance_compared WHERE {_CHANGES})
    ORDER BY e.id FOR SHARE OF e
) held
"""

TO_INSERT = f"SELECT count(*) FROM attendance_compared WHERE on_record IS NULL AND {_CHANGES}"
INSERTED = f"""
INSERT INTO placements_attendanceday
    (enrolment_id, day, season, am, pm, source, entered_on, version)
SELECT e.id, c.day, c.season, CASE WHEN am_fate = 'new' THEN am ELSE '' END,
    CASE WHEN pm_fate = 'new' THEN pm ELSE '' END, %(source)s, %(day)s, 1
FROM attendance_compared c
JOIN pupils_enrolment e ON e.id = c.enrolment_id AND e.setting_id = c.setting_id
    AND e.started_on <= c.day AND (e.ended_on IS NULL OR e.ended_on >= c.day)
WHERE c.on_record IS NULL AND {_CHANGES}
ORDER BY e.id, c.day
ON CONFLICT (enrolment_id, day) DO NOTHING
"""

TO_UPDATE = f"SELECT count(*) FROM attendance_compared WHERE on_record IS NOT NULL AND {_CHANGES}"
UPDATED = f"""
UPDATE placements_attendanceday r
SET am = CASE WHEN c.am_fate IN ('new', 'changed') THEN c.am ELSE r.am END,
    pm = CASE WHEN c.pm_fate IN ('new', 'changed') THEN c.pm ELSE r.pm END,
    source = %(source)s, entered_by_id = NULL, entered_on = %(day)s, version = r.version + 1
FROM attendance_compared c
WHERE c.on_record IS NOT NULL AND r.id = c.on_record AND r.version = c.version AND {_CHANGES}
"""

# Word of an absence that has not left yet, of days that a file has put right.
TAKEN_BACK = f"""
DELETE FROM notices_notice n
USING attendance_compared c
JOIN placements_attendanceday r ON r.id = c.on_record
JOIN pupils_pupil p ON p.id = c.pupil_id
WHERE {_CHANGES} AND n.state = 'pending' AND n.about = %(about)s || p.ref || ':' || c.day
    AND NOT r.am = ANY(%(unauthorised)s) AND NOT r.pm = ANY(%(unauthorised)s)
"""

_LOADED = """
    SELECT am_file AS file, am_line AS line, am_fate AS fate FROM attendance_compared
    UNION ALL
    SELECT pm_file, pm_line, pm_fate FROM attendance_compared
"""
COUNTS = f"""
SELECT CASE fate WHEN 'kept' THEN 'same' ELSE fate END, count(*)
FROM ({_LOADED}) loaded WHERE fate IN ('new', 'same', 'kept', 'changed') GROUP BY 1
"""
OUTCOMES = f"""
SELECT string_agg(CASE file {{names}} END || line || CASE fate {{words}} END, '' ORDER BY line)
FROM ({_LOADED}) each_row
WHERE fate IN ('new', 'same', 'kept', 'changed')
GROUP BY file, line / 1000 ORDER BY file, line / 1000
"""
