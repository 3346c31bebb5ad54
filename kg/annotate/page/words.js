// What the page itself says, in both languages.

const WORDS = {
  zh: {
    title: "标注", other: "English", list: "文章", help: "按键", find: "查找文章…",
    progress: (done, all) => `已标注 ${done} / ${all} 篇`, eventsHere: (n) => `${n} 个事件`,
    save: "保存并继续", previous: "上一篇", next: "下一篇",
    accept: "接受", reject: "拒绝", edit: "修改", undo: "撤回", add: "添加事件", remove: "删除", cancel: "取消", done: "完成",
    possible: (n) => `${n} 个可能的事件`, suggested: "建议", in: "已接受", out: "已拒绝", saved: "已保存", own: "已添加",
    doneArticle: "已标注", repeats: "与前文近似", unsure: (x) => `不确定度 ${x}`,
    action: "行动", modality: "情态", trigger: "触发词", actors: "行为者", targets: "对象", sources: "消息来源", date: "日期", until: "至",
    name: "名称", country: "国家", choose: "请选择…", anyone: "（未指明）", none: "无",
    asTrigger: "作触发词", asPart: "作触发词（续）", asActor: "作行为者", asTarget: "作对象", asSource: "作来源", selected: "选中的文字：",
    selectHint: "在句中选取文字，再点按钮", triggerHint: "句中原文；… 表示间隔",
    modalities: { asserted: "已发生", planned: "计划中", possible: "可能", denied: "被否认" },
    source: "来源", sure: "把握",
    needAction: "请选择行动", needTrigger: "请写出句中的触发词", notInSentence: "触发词不在句中", needParty: "至少要有一个行为者或对象",
    needName: "请写出名称", badCode: (x) => `没有这个国家代码：${x}`, badDay: (x) => `日期应写作 2024-03-25：${x}`, badDates: "结束日期早于开始日期",
    undecided: (n) => `还有 ${n} 条建议未决定；再按一次“保存”即不采用`, savedNow: (n) => `已保存 ${n} 个事件`, allDone: "所有文章都已标注",
    formOpen: "请先完成或取消正在修改的事件", unreachable: "无法连接：kg annotate 是否还在运行？此页上的内容尚在",
    lost: (n) => `句子已不在文章中的事件（${n}）`, open: "打开原文", published: "发布", anchor: "“今天”", noEvents: "此文没有建议：若确实没有事件，直接保存即可",
    more: (n) => `再显示 ${n} 篇`, reload: "重新打开", stays: "事件会写入",
    keys: [
      ["j / k", "下一项 / 上一项"], ["a", "接受建议"], ["x", "拒绝建议，或删去事件"], ["e", "修改事件"], ["n", "在此句添加事件（选中的文字作触发词）"],
      ["u", "撤回决定"], ["p", "显示可能的事件"], ["s", "保存并到下一篇"], ["[ / ]", "上一篇 / 下一篇"], ["Ctrl+Enter / Esc", "完成 / 取消修改"], ["?", "按键"],
    ],
  },
  en: {
    title: "annotate", other: "中文", list: "Articles", help: "Keys", find: "Find an article…",
    progress: (done, all) => `${done} of ${all} articles annotated`, eventsHere: (n) => (n === 1 ? "1 event" : `${n} events`),
    save: "Save and go on", previous: "Previous", next: "Next",
    accept: "Accept", reject: "Reject", edit: "Edit", undo: "Undo", add: "Add an event", remove: "Remove", cancel: "Cancel", done: "Done",
    possible: (n) => (n === 1 ? "1 possible event" : `${n} possible events`), suggested: "suggested", in: "accepted", out: "rejected", saved: "saved", own: "added",
    doneArticle: "annotated", repeats: "nearly repeats another", unsure: (x) => `uncertainty ${x}`,
    action: "Action", modality: "Modality", trigger: "Trigger", actors: "Actors", targets: "Targets", sources: "Sources", date: "Date", until: "to",
    name: "Name", country: "Country", choose: "Choose…", anyone: "(not named)", none: "none",
    asTrigger: "Trigger", asPart: "Trigger, next part", asActor: "Actor", asTarget: "Target", asSource: "Source", selected: "Selected words:",
    selectHint: "Select words in the sentence, then press a button", triggerHint: "as in the sentence; … marks a gap",
    modalities: { asserted: "asserted", planned: "planned", possible: "possible", denied: "denied" },
    source: "source", sure: "sure",
    needAction: "Choose an action", needTrigger: "Give the words of the sentence that carry the action", notInSentence: "The trigger does not stand in the sentence",
    needParty: "An event needs an actor or a target", needName: "Give a name", badCode: (x) => `There is no country code ${x}`, badDay: (x) => `Write the day as 2024-03-25: ${x}`, badDates: "The date ends before it starts",
    undecided: (n) => `${n === 1 ? "One suggestion is" : `${n} suggestions are`} undecided; save once more to leave ${n === 1 ? "it" : "them"} out`,
    savedNow: (n) => (n === 1 ? "Saved 1 event" : `Saved ${n} events`), allDone: "All articles are annotated",
    formOpen: "Finish or cancel the event you are editing first", unreachable: "No answer: is kg annotate still running? What is on this page is still here",
    lost: (n) => `Events whose sentence the article does not hold (${n})`, open: "Open the original", published: "published", anchor: "“today” is",
    noEvents: "Nothing is suggested here: where there is no event indeed, just save", more: (n) => `Show ${n} more`, reload: "Open it again", stays: "Events go to",
    keys: [
      ["j / k", "next / previous item"], ["a", "accept a suggestion"], ["x", "reject a suggestion, or drop an event"], ["e", "edit an event"],
      ["n", "add an event to this sentence (selected words are its trigger)"], ["u", "undo a decision"], ["p", "show possible events"], ["s", "save and go to the next article"],
      ["[ / ]", "previous / next article"], ["Ctrl+Enter / Esc", "finish / cancel editing"], ["?", "keys"],
    ],
  },
};

let language = (navigator.languages ?? [navigator.language]).some((l) => l.toLowerCase().startsWith("zh")) ? "zh" : "en";

export const current = () => language;
export const word = (key, ...values) => (typeof WORDS[language][key] === "function" ? WORDS[language][key](...values) : WORDS[language][key]);

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
}

/** A label of the ontology, for an article's script where the page speaks Chinese. */
export function labelled(labels, script) {
  const order = language === "en" ? ["en", "zh-Hans", "zh-Hant"] : script === "zh-Hant" ? ["zh-Hant", "zh-Hans", "en"] : ["zh-Hans", "zh-Hant", "en"];
  return labels[order.find((tag) => labels[tag])] ?? "";
}
