fn main() -> std::process::ExitCode {
    jiangxin::cli::run()
}
