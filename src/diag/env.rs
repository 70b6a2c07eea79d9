//! Errors of the environment: they stop the run at once.

use super::UiLang;
use std::{
    io,
    path::{Path, PathBuf},
};

/// A symbolic link stands where `portal` would read or write. The inner error of an [`io::Error`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a symbolic link is in the way")]
pub struct LinkInTheWay;

/// The environment failed, or `portal` refuses to act for the safety of the user.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvError {
    #[error("no folder {path}")]
    NoRoot { path: PathBuf },
    #[error("cannot read {path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write {path}: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("refused to write to {path}: {}", why.english())]
    Refused { path: PathBuf, why: Refusal },
    #[error("another build is writing to {path}; wait for it to end")]
    Locked { path: PathBuf },
    #[error(
        "refused to read {path}: it leads out of the project or into a folder of another tool; \
         put the files themselves into the project"
    )]
    Outside { path: PathBuf },
    #[error("not a web address: {url}")]
    BaseUrl { url: String },
    #[error("cannot listen on {address}: {source}")]
    Listen { address: String, source: io::Error },
    #[error("cannot start threads: {detail}")]
    Threads { detail: String },
}

impl EnvError {
    /// The error of a failed write. A symbolic link in the way is a refusal.
    pub fn write(path: &Path, source: io::Error) -> EnvError {
        let path = path.to_path_buf();
        if is_link(&source) { EnvError::Refused { path, why: Refusal::Link } } else { EnvError::Write { path, source } }
    }

    /// The error of a failed read. A symbolic link in the way is a refusal.
    pub fn read(path: &Path, source: io::Error) -> EnvError {
        let path = path.to_path_buf();
        if is_link(&source) { EnvError::Outside { path } } else { EnvError::Read { path, source } }
    }

    /// The exit code of a run that ends so: 2 usage, 3 input and output, 4 refused for safety.
    pub fn exit_code(&self) -> u8 {
        match self {
            EnvError::BaseUrl { .. } => 2,
            EnvError::Refused { .. } | EnvError::Outside { .. } => 4,
            _ => 3,
        }
    }

    /// What happened and what to do.
    pub fn text(&self, lang: UiLang) -> String {
        match lang {
            UiLang::En => self.to_string(),
            UiLang::Zh => match self {
                EnvError::NoRoot { path } => format!("没有文件夹 {}", path.display()),
                EnvError::Read { path, source } => format!("无法读取 {}：{source}", path.display()),
                EnvError::Write { path, source } => format!("无法写入 {}：{source}", path.display()),
                EnvError::Refused { path, why } => {
                    format!("为安全起见，拒绝写入 {}：{}", path.display(), why.chinese())
                }
                EnvError::Locked { path } => format!("另一个构建正在写入 {}，请等它结束", path.display()),
                EnvError::Outside { path } => {
                    format!("拒绝读取 {}：它指向项目之外，或指向别的工具的文件夹；请把文件本身放进项目", path.display())
                }
                EnvError::BaseUrl { url } => format!("不是网址：{url}"),
                EnvError::Listen { address, source } => format!("无法监听 {address}：{source}"),
                EnvError::Threads { detail } => format!("无法启动线程：{detail}"),
            },
        }
    }
}

/// Whether an error says that a symbolic link is in the way.
fn is_link(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<LinkInTheWay>())
}

/// Why a folder cannot be the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    FileSystemRoot,
    Home,
    /// The project's root, or a folder that holds it.
    Project,
    /// A folder that the build reads, one inside it, or one that holds it.
    Input,
    Symlink,
    /// A symbolic link stands where something is written or removed.
    Link,
    /// The configuration names a folder outside of the project.
    OutsideProject,
    /// The folder of another tool, `.git`, or one inside it.
    Inside(String),
    NotAFolder,
    OtherUser,
    /// It is a mount point: it cannot be exchanged with the folder that is built beside it.
    MountPoint,
    /// Something is mounted below it.
    MountInside,
    /// It holds a mark of somebody's project: `.git`, `Cargo.toml` ...
    Holds(String),
    /// It is not empty and has no manifest of `portal`; the names of its files.
    Foreign(Vec<String>),
    BrokenManifest(String),
    /// A file that portal did not write has the path of an output.
    InTheWay,
    /// The output is a single file, and a file that `portal` did not write is there.
    OtherFile,
}

impl Refusal {
    fn english(&self) -> String {
        match self {
            Refusal::FileSystemRoot => "it is the root of the file system".into(),
            Refusal::Home => "it is your home folder, or holds it".into(),
            Refusal::Project => {
                "it is the project itself, or holds it; choose a folder of its own, such as public".into()
            }
            Refusal::Input => "the build reads from it; choose a folder of its own, such as public".into(),
            Refusal::Symlink => "it is a symbolic link; name the folder that it leads to".into(),
            Refusal::Link => {
                "a symbolic link is there, and portal does not write through links; remove the link".into()
            }
            Refusal::OutsideProject => {
                "the configuration may not publish outside of the project; name the folder with --out".into()
            }
            Refusal::Inside(name) => format!("it is in {name}, which belongs to another tool; choose another folder"),
            Refusal::NotAFolder => "it is not a folder".into(),
            Refusal::OtherUser => "it belongs to another user".into(),
            Refusal::MountPoint => "it is a mount point or the source of one, so it cannot be replaced in one step; \
                 mount the folder above it, or name a folder inside it: [portal] out or --out"
                .into(),
            Refusal::MountInside => {
                "something is mounted there, in the output; unmount it, or mount it where the site does not go".into()
            }
            Refusal::Holds(mark) => format!("it holds {mark}, so it looks like somebody's work"),
            Refusal::Foreign(files) => {
                format!(
                    "it is not empty and portal did not make it (it holds {}); empty it yourself, or choose another \
                     folder in book.toml: [portal] out = \"site\"",
                    some(files)
                )
            }
            Refusal::BrokenManifest(detail) => {
                format!("its .portal-manifest.json cannot be read ({detail}); move the folder away and build again")
            }
            Refusal::OtherFile => {
                "something is there already that portal did not write; move it away or choose another name".into()
            }
            Refusal::InTheWay => "this file is not portal's, and a page has to go there; move it away".into(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Refusal::FileSystemRoot => "它是文件系统的根目录".into(),
            Refusal::Home => "它是你的主目录，或包含主目录".into(),
            Refusal::Project => "它是项目本身，或包含项目；请用单独的文件夹，例如 public".into(),
            Refusal::Input => "构建要从这里读取内容；请用单独的文件夹，例如 public".into(),
            Refusal::Symlink => "它是符号链接；请写出它指向的文件夹".into(),
            Refusal::Link => "这里是符号链接，portal 不会经过链接写入；请删除这个链接".into(),
            Refusal::OutsideProject => "配置文件不能把站点发布到项目之外；请用 --out 指定文件夹".into(),
            Refusal::Inside(name) => format!("它在 {name} 里，那是别的工具的文件夹；请换一个文件夹"),
            Refusal::NotAFolder => "它不是文件夹".into(),
            Refusal::OtherUser => "它属于另一个用户".into(),
            Refusal::MountPoint => {
                "它是挂载点，或挂载到了别处，无法一步替换；请挂载上一级文件夹，或用 [portal] out 或 --out 指定其中的一个文件夹".into()
            }
            Refusal::MountInside => "输出目录里的这个位置挂载了别的东西；请卸载它，或挂载到站点之外的地方".into(),
            Refusal::Holds(mark) => format!("里面有 {mark}，看起来是别人的工作成果"),
            Refusal::Foreign(files) => {
                format!(
                    "它不是空的，也不是 portal 生成的（里面有 {}）；请自行清空，或在 book.toml 里换一个文件夹：[portal] out = \"site\"",
                    some(files)
                )
            }
            Refusal::BrokenManifest(detail) => {
                format!("其中的 .portal-manifest.json 无法读取（{detail}）；请把这个文件夹移走再构建")
            }
            Refusal::OtherFile => "这里已有不是 portal 写的东西；请把它移走，或换一个名字".into(),
            Refusal::InTheWay => "这个文件不是 portal 的，而这里要放一个页面；请先把它移走".into(),
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 3 { format!("{shown} ...") } else { shown }
}
