"""Chinese surnames: where the given name begins."""

import re

# 百家姓, and the surnames of today that it lacks.
_ONE_CHARACTER = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯相查后荆红游竺权逯盖益桓公岳帅缑亢况琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福"
    "肖付代覃占兰苟邸仝冼卿原么句迟展初揭尧药信苑洗雒郄郇芦綦户化母纳火回铁虎黑妥拜锁仉亓官丘区朴谌贠员折种召尉繁"
)
# Surnames of two characters: the well-known ones, and those of more than some ten thousand people.
_TWO_CHARACTERS = (
    "欧阳 上官 皇甫 令狐 诸葛 司徒 司马 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 司空 公孙 东方 独孤 端木 南宫 "
    "西门 百里 呼延 轩辕 宇文 濮阳 淳于 单于 太史 公羊 澹台 宗政 钟离 闻人 赫连 拓跋 夹谷 万俟 仲孙 鲜于"
)
COMPOUND_SURNAMES = frozenset(_TWO_CHARACTERS.split())
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


def surname_length(name: str) -> int:
    """Characters of the surname, 0 where none is known. Of four, two may be the father's and the mother's."""
    if name[:2] in COMPOUND_SURNAMES:
        return 2
    if not _HAN.fullmatch(name) or name[0] not in _ONE_CHARACTER:
        return 0
    is_double = len(name) == 4 and name[1] in _ONE_CHARACTER
    return {2: 1, 3: 1, 4: 2 if is_double else 0}.get(len(name), 0)
