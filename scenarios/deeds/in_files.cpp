#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/scenarios/deeds/deeds.h"
#include "rehearse/scenarios/deeds/kinds.h"

/// Deeds as steps of scenario files.
namespace rehearse::scenarios {
namespace {

template <typename... Deeds>
consteval auto all_forms(const std::variant<Deeds...>*) {
  std::array<Form, (KindOf<Deeds>::forms.size() + ...)> all{};
  auto end = all.begin();
  ((end = std::ranges::copy(KindOf<Deeds>::forms, end).out), ...);
  return all;
}

/// What can stand behind `"do":`.
constexpr auto forms = all_forms(static_cast<const Deed*>(nullptr));
constexpr auto form_names = [] {
  std::array<std::string_view, forms.size()> names;
  std::ranges::transform(forms, names.begin(), &Form::name);
  return names;
}();

}  // namespace

ReadDeed read_kind(Object& step) {
  ReadDeed found = nullptr;
  step.required("do", [&](const Cursor& at) -> Expected<void> {
    const auto form = read_one_of(at, form_names);
    if (!form) return std::unexpected(form.error());
    found = forms[*form].read;
    return {};
  });
  return step.is_sound() ? found : nullptr;
}

nlohmann::ordered_json step_of(const Deed& deed, const StepSetting& setting) {
  DeedStep step(setting);
  std::visit(
      [&]<typename T>(const T& each) {
        if constexpr (InEnvironment<T> || OfMovement<T>) {
          step["do"] = KindOf<T>::forms.front().name;
        }
        if constexpr (InEnvironment<T>) step.environment("environment", each.environment);
        if constexpr (OfMovement<T>) step.operation();
        KindOf<T>::write(each, step);
      },
      deed);
  return std::move(step).take();
}

}  // namespace rehearse::scenarios
