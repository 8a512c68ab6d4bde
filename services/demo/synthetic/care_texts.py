"""Short texts as teachers write them, by kind of care activity."""

from services.care.choices import Topic
from services.plans.choices import CareActivity

TEXTS: dict[CareActivity, tuple[str, ...]] = {
    CareActivity.TALK: (
        "课间聊了十分钟，最近上课敢举手了，想爸爸妈妈的时候会写日记。",
        "作业有点赶不上，约好每天放学后留二十分钟一起做。",
        "和同桌闹了别扭，已经和好。情绪平稳。",
        "说周末帮奶奶喂鸡，很自豪。阅读课借了两本书。",
        "这周睡得晚，在看手机，约定九点前交给爷爷保管。",
        "数学单元测验进步了八分，很开心，打电话告诉了妈妈。",
        "话不多，陪着打了会儿羽毛球，慢慢愿意说家里的事。",
        "换季有点咳嗽，提醒多喝热水，已告诉家里。",
    ),
    CareActivity.HOME_VISIT: (
        "爷爷奶奶身体还好，家里整洁。孩子有自己的书桌，叮嘱注意用电用火。",
        "奶奶腿疼，接送吃力，商量了和邻居孩子结伴上学。",
        "外公在家，孩子在做作业。讲了防溺水和交通安全。",
        "和家长谈了孩子的阅读习惯，送了两本课外书。",
        "家里刚装了网络，约好每周日晚上和父母视频。",
    ),
    CareActivity.CALL: (
        "和爸爸通了电话，厂里加班多，答应每周日晚上和孩子视频。",
        "妈妈了解了孩子近况，下月回家，想来学校看看。",
        "和父亲说了期中成绩，表扬了进步。",
        "电话里妈妈担心孩子挑食，已转告食堂和爷爷。",
    ),
    CareActivity.DIARY: (
        "这个月学会了骑自行车，画了一张全家福贴在日记里。",
        "读完了一本书，写了半页读后感，字比上个月工整。",
        "运动会跑了第三名，奖状的照片收进了记录袋。",
        "写了给妈妈的一封信，说放假想一起包饺子。",
    ),
}
AGREED: dict[CareActivity, tuple[str, ...]] = {
    CareActivity.TALK: ("下周看看作业本", "一起选一本书读", "每天讲一件开心的事", "周五放学后打羽毛球"),
    CareActivity.HOME_VISIT: ("下月再来，看看书桌", "请爷爷保管手机", "联系村卫生室看看腿"),
    CareActivity.CALL: ("每周日晚上视频", "下月家长会前再联系"),
    CareActivity.DIARY: ("下个月写一写家乡", "把画带来贴上"),
}
TOPICS = tuple(Topic)
