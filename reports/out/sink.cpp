#include "rehearse/reports/out/sink.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace rehearse::reports {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> failure(std::string_view verb, std::error_code code, std::string path) {
  const bool no_folder = code == std::errc::no_such_file_or_directory;
  return std::unexpected(Error{fmt::format("{} report: {}", verb, code.message()),
                               {std::move(path), 0, 0, {}},
                               no_folder ? "does its folder exist?" : "",
                               {}});
}

std::error_code last_error() { return {errno, std::generic_category()}; }

/// Writes and flushes, so that a full disk is noticed here.
Expected<void> put(std::FILE* stream, std::string_view text, const std::string& path) {
  const bool whole =
      text.empty() || std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if (whole && std::fflush(stream) == 0) return {};
  return failure("write", last_error(), path);
}

class StringSink final : public Sink {
 public:
  explicit StringSink(std::string& text) : text_(text) {}
  Expected<void> write(std::string_view text) override {
    text_ += text;
    return {};
  }
  Expected<void> close() override { return {}; }

 private:
  std::string& text_;
};

class StreamSink final : public Sink {
 public:
  StreamSink(std::FILE* stream, std::string name) : stream_(stream), name_(std::move(name)) {}
  Expected<void> write(std::string_view text) override { return put(stream_, text, name_); }
  Expected<void> close() override { return put(stream_, {}, name_); }

 private:
  std::FILE* stream_;
  std::string name_;
};

/// A file that we opened.
class FileSink final : public Sink {
 public:
  static Expected<std::unique_ptr<Sink>> create(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "wbe");
    if (file == nullptr) return failure("create", last_error(), path);
    return std::unique_ptr<Sink>(new FileSink(file, path));
  }
  ~FileSink() override {
    if (file_ != nullptr) std::fclose(file_);
  }
  Expected<void> write(std::string_view text) override { return put(file_, text, path_); }
  Expected<void> close() override {
    if (std::fclose(std::exchange(file_, nullptr)) == 0) return {};
    return failure("write", last_error(), path_);
  }

 private:
  FileSink(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}

  std::FILE* file_;  // null once it is closed
  std::string path_;
};

/// A file that takes its name when it is whole.
class WholeFileSink final : public Sink {
 public:
  WholeFileSink(std::unique_ptr<Sink> partial, std::string partial_path, std::string path)
      : partial_(std::move(partial)),
        partial_path_(std::move(partial_path)),
        path_(std::move(path)) {}
  ~WholeFileSink() override {
    std::error_code ignored;  // somebody else has removed it
    if (!in_place_) fs::remove(partial_path_, ignored);
  }
  Expected<void> write(std::string_view text) override { return partial_->write(text); }
  Expected<void> close() override {
    if (auto closed = partial_->close(); !closed) return closed;
    std::error_code code;
    fs::rename(partial_path_, path_, code);
    if (code) return failure("write", code, path_);
    in_place_ = true;
    return {};
  }

 private:
  std::unique_ptr<Sink> partial_;
  std::string partial_path_;
  std::string path_;
  bool in_place_ = false;
};

}  // namespace

std::unique_ptr<Sink> string_sink(std::string& text) { return std::make_unique<StringSink>(text); }

std::unique_ptr<Sink> stream_sink(std::FILE* stream, std::string name) {
  return std::make_unique<StreamSink>(stream, std::move(name));
}

Expected<std::unique_ptr<Sink>> growing_file_sink(const std::string& path) {
  return FileSink::create(path);
}

Expected<std::unique_ptr<Sink>> whole_file_sink(const std::string& path) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (fs::exists(status) && !fs::is_regular_file(status)) return FileSink::create(path);
  const fs::path resolved = fs::exists(status) ? fs::canonical(path, code) : fs::path(path);
  if (code && fs::exists(status)) return failure("create", code, path);
  const std::string partial = resolved.string() + ".partial";
  auto file = FileSink::create(partial);
  if (!file) {
    file.error().where.file = path;  // the name that the user knows
    return file;
  }
  return std::make_unique<WholeFileSink>(std::move(*file), partial, resolved.string());
}

}  // namespace rehearse::reports
