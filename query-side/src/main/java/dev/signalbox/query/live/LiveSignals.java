package dev.signalbox.query.live;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.ViewAdvanced;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The consoles that are open at this node. */
@Component
class LiveSignals extends Followers {

    private static final int MOST = 200;

    LiveSignals() {
        super(MOST, "consoles");
    }

    @EventListener({ViewAdvanced.class, ActRecorded.class})
    void onChange() {
        wake();
    }
}
