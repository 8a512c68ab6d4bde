"""Names of people: one form of them, their pinyin, and finding them however they are typed."""
