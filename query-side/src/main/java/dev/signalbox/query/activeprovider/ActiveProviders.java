package dev.signalbox.query.activeprovider;

import dev.signalbox.events.Purpose;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface ActiveProviders extends JpaRepository<ActiveProviderView, String> {

    default Optional<ActiveProviderView> of(Purpose purpose) {
        return findById(purpose.wireName());
    }
}
