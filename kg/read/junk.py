"""What outlets print around their articles and no article says: footers, promotion, bylines, disclaimers, links to elsewhere.

Patterns match a whole piece (``is_junk``) or the end of one (``without_tail``). All are anchored and bounded, so that no text takes
more than linear time.
"""

from __future__ import annotations

import re

_LONGEST = 500  # characters; a promotion may take a paragraph, but not more

_NOTICES = (
    # advertisements, players, images
    r"广告|廣告|Advertisement|(?:图片版权|圖片版權).{0,40}|全部图片版权所有",
    r"Image (?:copyright|caption).{0,40}|(?:图片|圖片)(?:来源|來源).{0,30}",
    r"摘要|正文|全文|Comments?|评论|評論|视频|視頻|分享",
    r"— .{0,60}\(@\w{1,30}\).{0,40}|pic\.twitter\.com/\w{1,20}",
    r"使用浏览器播视频.{0,40}|你的器材不支持播放多媒体材料|跳过 .{0,40}帖子.{0,60}|结尾 .{0,40}帖子.{0,60}|告知：第三方内容可能包含广告",
    r"《[^》]{1,20}》(?:YouTube|播客)?播放列表.{0,80}",
    # feeds and links to the page itself
    r"来源\s*[:：].{1,80}时间\s*[:：].{1,120}|(?:获取更多|獲取更多)RSS.{0,200}|https?://\S{1,400}|feedx?\.\w{2,5}|[-=*_#＝－\s]{3,80}",
    r"\W{0,4}(?:查看原文|阅读原文|閱讀原文|阅读全文|原文链接|原文連結).{0,60}|Source|\W{0,4}Read more.{0,60}|(?:点击|點擊)查看.{0,30}",
    # subscriptions
    r".{0,80}(?:点击此处|點擊此處|点击这里|點擊這裡).{0,250}|(?:关注|關注|訂閱|订阅)(?:我们|我們|本報|公众号|公眾號).{0,60}",
    r".{0,12}(?:扫描|掃描|扫一扫|识别).{0,8}二维码.{0,60}|.{0,10}(?:下载|下載).{0,12}(?:App|应用程式|應用程式|客户端|客戶端).{0,40}",
    r"(?:请加入成为|請加入成為).{0,80}|(?:欢迎|歡迎|请|請)?成[为為].{0,12}(?:订户|訂戶).{0,60}|(?:請支持|请支持).{0,12}(?:订户|訂戶).{0,20}|(?:月費訂戶|月费订户).{0,80}",
    r"Sign up (?:for|to|and) .{0,250}|Subscribe .{0,100}|This article appeared in the .{0,160}",
    # rights and disclaimers
    r"[©Ⓒ].{0,80}|(?:Copyright|版权所有|版權所有).{0,120}|.{0,30}(?:版权声明|版權聲明).{0,200}|我们的标准.{0,40}|汤森路透.{0,3}信任原则.{0,3}",
    r".{0,160}(?:仅|僅|只|并不|並不|不)代表\s*(?:作者|本人|个人|個人|本台|本报|本報|本网|本網|本刊|本站|德国之声|德國之聲|美国之音|自由亚洲).{0,160}",
    r"本栏目由.{0,80}(?:主办|合办).{0,20}",
    r"\W?(?:摘译|摘编|摘譯|摘編)自其[它他]媒[体體].{0,40}|德[国國]之[声聲]致力[于於][为為]您提供.{0,120}|德国之声致力于为您提供.{0,120}",
    # notes on the text's own making
    r"[（(](?:新增|更新|修正|更正|重发|重發|本文根据|根据.{0,10}改编|文首照片).{0,60}[)）]|[（(]?(?:本文|此文)稍后.{0,40}",
)
_PEOPLE = (
    # no sentence: an interview's 主持人：…？ and 记者：… are its text
    r"(?:作者|记者|記者|编辑|編輯|责编|責編|责任编辑|責任編輯|编译|編譯|翻译|翻譯|译者|譯者|发稿|發稿|整理|审校|審校|校对|校對|撰文|撰稿|采写|采访|採訪|摄影"
    r"|攝影|网编|網編|来源|來源|文|图|圖|制图|製圖|监制|監製|制作|製作)\s*[:：/／、 ][^。？！?!，,“”「」]{0,80}",
    r".{0,60}(?:责编|責編|网编|網編)\s*[:： ].{0,40}|[（(][^（）()]{0,16}(?:记者|記者|特派员)[^（）()]{0,30}[)）]",
    r"[（(](?:译者|譯者|编译|編譯|制作|製作)[:：、].{0,60}[)）]|(?-i:By [A-Z][\w.’' -]{2,60})",
    r".{0,300}欢迎(?:在|注册|关注).{0,60}(?:关注|Twitter|Facebook|Instagram|新闻电邮).{0,140}",
    r".{0,160}对本文(?:亦|也)?有.{0,6}贡献.{0,160}|[（(].{0,100}(?:亦有贡献|有报道贡献|补充报道|補充報導)。?[)）]|.{0,120}补充报道[)）。]{0,2}",
    r"[\u4e00-\u9fff·]{2,4}\s*[/／]\s*[\u4e00-\u9fff·]{2,4}(?:\s*[/／]\s*[\u4e00-\u9fff·]{2,4})?\s*[/／]?",
    r"(?-i:(?:END\s*)?\d{1,2}:\d{2} [AP]\.?M\.? [A-Z]{2,4}|END)",
)
_BARE_ADDRESS = re.compile(r"(?:.{0,12}[:：])?\s*https?://\S+")
_JUNK = re.compile("|".join((*_NOTICES, *_PEOPLE)), re.I | re.S)

# Headings of lists of other articles; what is linked or listed below them goes with them
_RELATED = re.compile(
    r"\W{0,3}(?:更多相关|更多相關|(?:延伸|相关|推荐|更多)阅读|(?:延伸|相關|推薦|更多)閱讀|相关(?:报道|报导|新闻|文章|图片)"
    r"|相關(?:報道|報導|新聞|文章|圖片)"
    r"|更多新闻|热门文章|你可能(?:也)?(?:会)?(?:感兴趣|喜欢)|Related(?: articles| stories| topics)?"
    r"|More on this story)(?:\W{0,3}|(?:\s*[:：]|\s)[^。]{0,80})",
    re.I,
)
# Another page's gallery, captions and all, put under the article
_GALLERY = re.compile(r"\W{0,3}(?:相关图集|相關圖集|图集|圖集)\s*[:：].{0,80}")

_TAILS = re.compile(
    r"\s*(?:[（(](?:完|阅读本文(?:中文|英文)版)[)）]|[（(](?:译者|譯者|编译|編譯)\s*[:：][^（）()]{1,60}[)）])\s*$"
    # RTI's list ends its leads in ...more, others in [阅读更多]
    r"|(?P<more>(?:\.{3}|…{1,2})?\s*(?:\.{3}\s*more|\[?(?:阅读更多|閱讀更多|查看更多|閱讀全文|阅读全文)\]?\s*(?:>>|»)?|\[(?:…|\.{3})\]))\s*$",
    re.I,
)
_TAIL_ENDS = frozenset(")）]eE多文>»")  # their last characters: most paragraphs end in another
_CREDIT = re.compile(r"\s*(?:[©Ⓒ].{0,40}|Photo: .{0,40})$")
_LABEL = re.compile(r"^(?:图片说明|圖片說明|图片来源|Image caption|▲|△)\s*[:：]?\s*")


def is_junk(text: str) -> bool:
    """Whether a piece is, all of it, something that the article does not say."""
    if _BARE_ADDRESS.fullmatch(text, 0, 5000):
        return True
    return len(text) <= _LONGEST and _JUNK.fullmatch(text) is not None


def begins_related(text: str) -> bool:
    """Whether a piece is the heading of a list of other articles."""
    return len(text) < 120 and _RELATED.fullmatch(text) is not None


def begins_gallery(text: str) -> bool:
    """Whether a piece is the heading of another page's gallery."""
    return len(text) < 120 and _GALLERY.fullmatch(text) is not None


def without_tail(text: str) -> tuple[str, bool]:
    """(text without （完）, the translators' names or a "more" link at its end, whether it was cut off there)."""
    cut = False
    while text.rstrip()[-1:] in _TAIL_ENDS and (match := _TAILS.search(text, max(0, len(text) - 100))):
        cut = cut or match["more"] is not None
        text = text[: match.start()]
    return text, cut


def without_credit(caption: str) -> str:
    """A caption without the photographer's line and the word that says that it is a caption."""
    return _LABEL.sub("", _CREDIT.sub("", caption))
