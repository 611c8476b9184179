package dev.signalbox.command.restore;

import dev.signalbox.events.secret.SecretRef;
import java.util.Optional;

/** What a plan can make use of. */
interface Means {

    /** The number of a server that is registered again. */
    long nextServerId();

    /** The same secret as a new version, as long as the old one is not destroyed. */
    Optional<SecretRef> again(SecretRef former);

    /** Whether to remove and clear also what has a stored secret. */
    boolean destroySecrets();
}
