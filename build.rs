//! New files in the embedded folders must rebuild the crate; the compiler only sees the ones it knows.
fn main() {
    for folder in ["templates", "locales", "static", "policies", "migrations", "data"] {
        if std::path::Path::new(folder).exists() {
            println!("cargo:rerun-if-changed={folder}");
        }
    }
    println!("cargo:rerun-if-changed=build.rs");
}
