"""Codes in the database's cells, as a reader in China would call them."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, Mapping[str, str]] = {  # column -> code -> label
    "kind": {
        "government": "政府",
        "office": "政府办公室",
        "township": "乡镇街道",
        "department": "部门",
        "other": "其他",
        "list": "列表页",
        "article": "文章页",
        "attachment": "附件",
        "robots": "robots.txt",
        "source": "当前所据",
        "superseded": "已被替换",
        "re-render": "重新生成（内容相同）",
        "rendition": "另一份文件",
        "duplicate": "重复",
        "identity": "勾稽关系",
        "requirement": "规定要求",
        "question": "疑问（不是差错）",
    },
    "scope": {"system": "系统/汇总", "office": "本机关"},
    "status": {
        "reported": "已填数字",
        "blank": "空白",
        "marker": "短横、斜杠或“无”",
        "unreadable": "读不出数字",
        "ambiguous": "存疑",
        "active": "在用",
        "unverified": "未经实地核实",
        "paused": "暂停",
        "retired": "停用",
    },
    "outcome": {
        "pass": "通过",
        "fail": "不符",
        "not-evaluable": "无法核对",
        "not-applicable": "不适用",
        "running": "进行中",
        "complete": "完成",
        "partial": "部分完成",
        "failed": "失败",
    },
    "finding": {
        "fail": "不符",
        "question": "疑问",
        "not-evaluable": "无法核对",
        "pass": "通过",
        "not-applicable": "不适用",
    },
    "disposition": {
        "ok": "成功",
        "not-modified": "未变",
        "missing": "不存在或已撤下",
        "blocked": "被拦截",
        "robots": "robots 禁止",
        "unreachable": "无法连接",
        "failed": "抓取失败",
        "deferred": "留待下次",
    },
    "state": {
        "pending": "待读取",
        "read": "已读取",
        "no-report": "不是年报",
        "quarantined": "读不出，已隔离",
    },
    "health": {
        "well": "正常",
        "partial": "部分完成",
        "broken": "故障",
        "never": "尚未抓取",
        "resting": "已暂停或停用",
    },
    "severity": {"info": "提示", "warning": "警告", "error": "错误"},
    "stage": {"crawl": "抓取", "extract": "读取", "check": "核对"},
    "level": {"province": "省级", "city": "市级", "county": "县级"},
    "check_code": {
        "request-channels": "申请渠道之和",
        "answer-kinds": "各类答复之和",
        "refusal-reasons": "不公开原因之和",
        "conclusions-sum": "办结数之和",
        "reconsideration-outcomes": "行政复议结果之和",
        "litigation-outcomes": "行政诉讼结果之和",
        "staff-sum": "工作人员之和",
        "requests-balance": "收到与办理平衡",
        "results-sum": "办理结果之和",
        "applicants-sum": "申请人各类之和",
        "outcomes-sum": "复议诉讼结果之和",
        "prose-table": "正文与表格",
        "fees-explained": "信息处理费说明",
        "required-sections": "法定部分齐全",
        "edition-fits-year": "格式与年度",
        "money-magnitude": "金额单位",
        "county-rules": "县级“规章”",
        "carry-over": "与上年结转衔接",
        "in-force": "现行有效件数衔接",
        "year-on-year": "与上年相差十倍",
        "section-five-repeated": "第五部分与上年雷同",
        "renditions-agree": "网页与附件一致",
    },
    "published_on_source": {
        "meta": "网页元数据",
        "visible": "页面文字",
        "list": "列表页",
        "url": "网址",
        "signature": "落款",
    },
}
_FLAG = {"1": "是", "0": "否"}
_SAME = {"run_outcome": "outcome", "old_status": "status", "new_status": "status"}


def code_label(column: str, value: object) -> str | None:
    """The Chinese label of a code; None where the column has none or the value is no code of it."""
    if column.startswith("is_") or "_is_" in column:  # a boolean, by the archive's rule for names
        return _FLAG.get(str(value))
    return CODES.get(_SAME.get(column, column), {}).get(str(value))
