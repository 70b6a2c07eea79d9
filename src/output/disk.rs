//! Every step on disk that this room takes, so that a test can make any one of them fail or be the last.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
    time::UNIX_EPOCH,
};

/// What tells whether a file is still the one that was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    pub is_file: bool,
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: u64,
    /// Device and inode, where there are such.
    pub identity: (u64, u64),
}

/// Called before each step. Nothing in the program; the tests' point of attack.
fn step() -> io::Result<()> {
    #[cfg(test)]
    super::tests::fault::step()?;
    Ok(())
}

pub fn mkdir(path: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir(path)
}

/// Writes a new file; it is an error if there is one already.
pub fn write_new(path: &Path, bytes: &[u8], modes: &Modes) -> io::Result<Stamp> {
    step()?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    modes.apply(&file)?;
    step()?;
    file.write_all(bytes)?;
    stamp_of(&file.metadata()?)
}

/// Copies a file of any size into a new one.
pub fn copy_new(from: &mut File, path: &Path, modes: &Modes) -> io::Result<Stamp> {
    step()?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    modes.apply(&file)?;
    step()?;
    io::copy(from, &mut file)?;
    stamp_of(&file.metadata()?)
}

pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::hard_link(from, to)
}

pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::rename(from, to)
}

pub fn unlink(path: &Path) -> io::Result<()> {
    step()?;
    fs::remove_file(path)
}

pub fn rmdir(path: &Path) -> io::Result<()> {
    step()?;
    fs::remove_dir(path)
}

/// Lets two folders change places in one step. `Unsupported` where the system cannot.
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    step()?;
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::{
            fs::{CWD, RenameFlags, renameat_with},
            io::Errno,
        };
        renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|error| match error {
            Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
            error => error.into(),
        })
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (a, b);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Opens a file to copy it; never through a symbolic link, and without waiting on what is no file.
pub fn open_source(path: &Path) -> io::Result<File> {
    step()?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
    }
}

/// Of the entry itself, not of what a symbolic link leads to.
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    stamp_of(&fs::symlink_metadata(path)?)
}

fn stamp_of(metadata: &fs::Metadata) -> io::Result<Stamp> {
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino())
    };
    #[cfg(not(unix))]
    let identity = (0, 0);
    Ok(Stamp {
        is_file: metadata.is_file(),
        size: metadata.len(),
        modified: u64::try_from(since.as_nanos()).unwrap_or(u64::MAX),
        identity,
    })
}

/// Whether the user's mask takes rights away that a host needs to read the site.
pub struct Modes {
    masked: bool,
}

impl Modes {
    /// As found on a folder that was just made.
    pub fn of(folder: &Path) -> io::Result<Modes> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let masked = fs::metadata(folder)?.permissions().mode() & 0o777 != 0o755;
            Ok(Modes { masked })
        }
        #[cfg(not(unix))]
        {
            let _ = folder;
            Ok(Modes { masked: false })
        }
    }

    fn apply(&self, file: &File) -> io::Result<()> {
        #[cfg(unix)]
        if self.masked {
            use std::os::unix::fs::PermissionsExt;
            file.set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        #[cfg(not(unix))]
        let _ = (file, self.masked);
        Ok(())
    }

    pub fn apply_to_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        if self.masked {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
        }
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }
}
