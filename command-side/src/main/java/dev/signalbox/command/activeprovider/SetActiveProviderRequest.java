package dev.signalbox.command.activeprovider;

import dev.signalbox.command.activeprovider.ActiveProviderCommand.SetActiveProvider;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.Target;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param fallbacks ordered; replaces the single fallback of the two old fields */
record SetActiveProviderRequest(
        @NotNull Purpose purpose,
        @NotNull ProviderType providerType,
        @NotNull @Positive Long providerId,
        @Name @Nullable String model,
        @Nullable ProviderType fallbackProviderType,
        @Positive @Nullable Long fallbackProviderId,
        @Size(max = 16) @Nullable List<@NotNull @Valid Fallback> fallbacks) {

    record Fallback(
            @NotNull ProviderType providerType,
            @NotNull @Positive Long providerId,
            @Name @Nullable String model) {

        Target target() {
            return new Target(new ProviderRef(providerType, providerId), model);
        }
    }

    SetActiveProvider command(@Nullable Long expectedVersion) {
        var primary = new Target(new ProviderRef(providerType, providerId), model);
        return new SetActiveProvider(purpose, expectedVersion, primary, targets());
    }

    private List<Target> targets() {
        if (fallbacks != null) {
            return fallbacks.stream().map(Fallback::target).toList();
        }
        if (fallbackProviderType == null && fallbackProviderId == null) {
            return List.of();
        }
        if (fallbackProviderType == null || fallbackProviderId == null) {
            throw new Rejection.Invalid(
                    fallbackProviderType == null ? "fallback_provider_type" : "fallback_provider_id",
                    "fallback_provider_type and fallback_provider_id go together");
        }
        return List.of(new Target(new ProviderRef(fallbackProviderType, fallbackProviderId), null));
    }
}
