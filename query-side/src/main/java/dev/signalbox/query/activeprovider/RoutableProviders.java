package dev.signalbox.query.activeprovider;

import dev.signalbox.events.ProviderRef;
import org.springframework.data.jpa.repository.JpaRepository;

interface RoutableProviders extends JpaRepository<RoutableProvider, ProviderRef> {}
