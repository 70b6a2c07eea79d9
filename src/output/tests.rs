//! Faults on the disk, planted.

pub mod fault {
    pub fn step() -> std::io::Result<()> {
        Ok(())
    }
}
