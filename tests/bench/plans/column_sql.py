"""What the seeds of every size put into the same columns: SQL by column, of a source called `s`."""

PUPIL = {
    "school_class_id": "s.id",
    "name": "substr('王李张刘陈杨赵黄周吴', n % 10 + 1, 1)"
    " || substr('明红强芳伟静磊丽军敏', (n * 7 + s.id::int) % 10 + 1, 1)"
    " || substr('辰宇欣怡涵', n % 5 + 1, 1)",
    "pinyin": "md5(s.id || '-' || n)",
    "initials": "substr(md5(n::text), 1, 3)",
    "sex": "CASE n % 2 WHEN 0 THEN 'M' ELSE 'F' END",
    "birth_date": "make_date(s.entry_year - 6, n % 12 + 1, n % 28 + 1)",
    "household": "CASE n % 4 WHEN 0 THEN 'urban' ELSE 'rural' END",
    "enrolled_on": "make_date(s.entry_year, 9, 1)",
}
LEADER = {
    "plan_id": "s.id",
    "staff_id": "(SELECT min(id) FROM schools_staff f WHERE f.school_id = s.school_id)",
    "role": "'leader'",
}
REQUIRED_FREQUENCY = {"plan_id": "s.id", "activity": "n.activity", "count": "1", "period_unit": "n.unit"}
APPOINTMENT = {
    "campaign_id": "m.id",
    "clinic_id": "c.id",
    "school_class_id": "s.id",
    "date": "DATE '2026-10-12' + (s.id % 60)::int",
    "expected": "0",
}
CHECKUP = {
    "campaign_id": "s.campaign_id",
    "appointment_id": "s.id",
    "pupil_id": "p.id",
    "state": "CASE WHEN s.date > DATE '2026-11-23' THEN 'expected' WHEN p.id % 17 = 0 THEN 'absent' ELSE 'done' END",
    "taken_on": "s.date",
}
FINDING = {
    "checkup_id": "s.id",
    "pupil_id": "s.pupil_id",
    "kind": "'vision'",
    "value": "'4.7'",
    "limit": "'5.0'",
    "standard": "'GB/T 11533'",
    "state": "CASE s.id % 5 WHEN 0 THEN 'open' WHEN 1 THEN 'guardian_notified' ELSE 'closed' END",
    "found_on": "s.taken_on",
    "closed_on": "CASE WHEN s.id % 5 > 1 THEN s.taken_on + 9 END",
}
