"""Django's password validators with shorter Chinese texts, and with one that Django does not translate."""

import re

from django.conf import settings
from django.contrib.auth import password_validation as django_validators
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What everybody here would try first: the service, a school's people, its subject. Deployments add names of their own.
LOCAL_WORDS = (
    *(
        "nuanyang",
        "暖阳",
        "liushou",
        "留守",
        "ertong",
        "儿童",
        "xuexiao",
        "学校",
        "xiaoxue",
        "小学",
        "zhongxue",
        "中学",
    ),
    *("laoshi", "老师", "jiaoshi", "教师", "xiaozhang", "校长", "jiaoyuju", "教育局", "admin", "teacher", "school"),
)
MIN_LETTERS_LEFT = 4  # characters that are neither a local word, nor a digit, nor a sign


class MinimumLengthValidator(django_validators.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("密码太短，至少要 %(length)s 个字符。") % {"length": self.min_length}

    def get_help_text(self) -> str:
        return _("密码至少要 %(length)s 个字符。") % {"length": self.min_length}


class UsernameSimilarityValidator(django_validators.UserAttributeSimilarityValidator):
    def get_help_text(self) -> str:
        return _("不要和用户名、姓名太像。")


class CommonPasswordValidator(django_validators.CommonPasswordValidator):
    def get_help_text(self) -> str:
        return _("不要用别人也常用的密码。")


class NumericPasswordValidator(django_validators.NumericPasswordValidator):
    def get_help_text(self) -> str:
        return _("不能全是数字。")


class LocalWordsValidator:
    """Refuse passwords that are little more than words of this service and place, with digits and signs around them."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        left = password.lower()
        for word in sorted((*LOCAL_WORDS, *settings.LOCAL_WORDS), key=len, reverse=True):
            left = left.replace(word.lower(), "")
        if left != password.lower() and len(re.sub(r"[\W\d_]", "", left)) < MIN_LETTERS_LEFT:
            raise ValidationError(_("这里人人想得到的词不能当密码，请换一句自己的话。"), code="local_words")

    def get_help_text(self) -> str:
        return _("不要用本系统、学校、县的名字加数字。")
