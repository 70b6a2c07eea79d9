//! Rights on files and folders: a host has to be able to read the site, whoever built it.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

/// Whether the user's mask gives other rights than 0644 and 0755.
#[derive(Clone, Copy, Debug)]
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

    pub fn apply(self, file: &File) -> io::Result<()> {
        #[cfg(unix)]
        if self.masked {
            use std::os::unix::fs::PermissionsExt;
            super::disk::step("chmod")?;
            file.set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        #[cfg(not(unix))]
        let _ = (file, self.masked);
        Ok(())
    }

    pub fn apply_to_folder(self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        if self.masked {
            use std::os::unix::fs::PermissionsExt;
            super::disk::step("chmod")?;
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
        }
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }
}

/// Gives a folder the rights of another.
pub fn same(from: &Path, to: &Path) -> io::Result<()> {
    super::disk::step("chmod")?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())
}

/// Whether we may add to a folder and take from it.
pub fn check_writable(folder: &Path) -> io::Result<()> {
    super::disk::step("access")?;
    #[cfg(unix)]
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
