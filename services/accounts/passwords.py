"""Django's password validators with shorter Chinese texts, and with one that Django does not translate."""

from django.contrib.auth import password_validation as django_validators
from django.utils.translation import gettext as _


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
