#include "rehearse/reports/formats/json_lines.h"

#include <utility>

namespace rehearse::reports {
namespace {

class JsonLines final : public Renderer {
 public:
  JsonLines(std::unique_ptr<Sink> sink, HostInformation host)
      : sink_(std::move(sink)), host_(host) {}
  Expected<void> take(const model::Record& record) override {
    return sink_->write(to_line(record, host_) + '\n');
  }
  Expected<void> finish() override { return sink_->close(); }

 private:
  std::unique_ptr<Sink> sink_;
  HostInformation host_;
};

}  // namespace

std::unique_ptr<Renderer> json_lines_renderer(std::unique_ptr<Sink> sink, HostInformation host) {
  return std::make_unique<JsonLines>(std::move(sink), host);
}

}  // namespace rehearse::reports
