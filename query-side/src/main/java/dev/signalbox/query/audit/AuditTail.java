package dev.signalbox.query.audit;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.query.live.Followers;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Who follows the log on this node. */
@Component
class AuditTail extends Followers {

    AuditTail(AuditProperties properties) {
        super(properties.streams(), "live tails");
    }

    @EventListener
    void on(ViewAdvanced advanced) {
        if (advanced.view().equals("audit")) {
            wake();
        }
    }

    /** The recorder was before, and has committed the act's entry. */
    @EventListener(ActRecorded.class)
    void onAct() {
        wake();
    }
}
