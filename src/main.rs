/// Pages are made of many small texts; see docs/adr/0007-allocator.md.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    jiangxin::cli::run()
}
