package dev.signalbox.events.configuration;

import org.jspecify.annotations.Nullable;

/** Query for the {@link Configuration} after an event. @param position its place, null for the newest */
public record FindConfigurationAt(@Nullable Long position) {}
