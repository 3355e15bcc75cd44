"""Which elements hold the document within a page of a government portal, by the names that its system gives.

TRS WCM, 开普 ucap, 大汉 JCMS and jpaas, 博达 VSB, 广东 gkmlpt and their kin; all names in lower case.
"""

from __future__ import annotations

IDS = frozenset({
    "ivs_content", "webeditorview", "zoom", "ucap-content", "zoomcon", "articlecontent", "vsb_content",
})  # fmt: skip
CLASSES = frozenset({
    "trs_editor", "trs_editor_view", "trs_ueditor", "custom_unionstyle", "article-content", "article_content",
    "article_component", "xxgk_content", "zw-content", "zc_article_con", "news_cont_d_wrap", "main-txt",
    "pages_content",
})  # fmt: skip
NUMBERED = "vsb_content_"  # 博达 numbers its own: vsb_content_2, vsb_content_500
TAG = "ucapcontent"  # an element of its own
