//! The examples of `portal explain`, the same in every language: first the mistake, then the correction.

use super::Code;

pub(super) fn example(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::P0101 => {
            r#"- title = 开源社区
+ title = "开源社区""#
        }
        Code::P0102 => {
            r#"  [portal]
- base_url = "https://example.com/"
+ base-url = "https://example.com/""#
        }
        Code::P0104 => {
            r#"  [[pages]]
- path = "content/201804/20180425_01.md"
+ path = "201804/20180425_01.md""#
        }
        Code::P0301 => {
            "  ---
  title: 云与开源
+ ---
  # 背景"
        }
        Code::P0302 => {
            r#"- title: PolarDB: 入门
+ title: "PolarDB: 入门""#
        }
        Code::P0303 => {
            "- autors: [digoal]
+ authors: [digoal]"
        }
        Code::P0304 => {
            "- draft: maybe
+ draft: true"
        }
        Code::P0305 => {
            "- date: 15/07/2022
+ date: 2022-07-15"
        }
        Code::P0306 => {
            "- tags: 开源
- tags: 云
+ tags: [开源, 云]"
        }
        Code::P0308 => {
            "- kind: esay
+ kind: essay"
        }
        Code::P0404 => {
            "- ```postgress
+ ```sql"
        }
        Code::P0501 => {
            "- [第 251 期](20230805_02.md)
+ [第 251 期](../202308/20230805_02.md)"
        }
        Code::P0502 => {
            "- [为什么](concepts.md#why-cloud)
+ [为什么](concepts.md#为什么有了开源还需要云服务)"
        }
        Code::P0601 => {
            "- {% if page.title }
+ {% if page.title %}"
        }
        Code::P1101 => {
            "- solutions: [poalrdb]
+ solutions: [solutions/polardb.md]"
        }
        Code::P0901 => {
            "  docs/Readme.md
  docs/index.md
- both are /docs/
+ docs/index.md, docs/readme-first.md"
        }
        _ => return None,
    })
}
