package dev.signalbox.events.activeprovider;

import dev.signalbox.events.ProviderRef;
import org.jspecify.annotations.Nullable;

/** One place that requests may go to. @param model what to ask it for, null for the provider's own */
public record Target(ProviderRef provider, @Nullable String model) {}
