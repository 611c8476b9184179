package dev.signalbox.query.audit;

import dev.signalbox.query.OnEveryNode;
import jakarta.persistence.EntityManager;

/** Numbers the entries that have no position; who reads up to a number has seen all below it. */
@OnEveryNode
class ActNumbers {

    private final EntityManager entities;

    ActNumbers(EntityManager entities) {
        this.entities = entities;
    }

    /** Others wait until the current transaction ends, so that numbers become visible in their order. */
    long next() {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtext('signalbox audit acts')) as text)")
                .getSingleResult();
        return ((Number) entities.createNativeQuery("select nextval('audit_act_number')")
                        .getSingleResult())
                .longValue();
    }
}
