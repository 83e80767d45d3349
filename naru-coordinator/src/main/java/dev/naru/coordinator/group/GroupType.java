package dev.naru.coordinator.group;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that a group's members speak, under the name that ListGroups gives it.
 *
 * <p>Threading: immutable.
 */
public enum GroupType {
    /** JoinGroup and SyncGroup: a member assigns. Also groups that only commit offsets. */
    CLASSIC("classic"),
    /** ConsumerGroupHeartbeat: the coordinator assigns (KIP-848). */
    CONSUMER("consumer"),
    /** ShareGroupHeartbeat: members share partitions (KIP-932). */
    SHARE("share"),
    /** StreamsGroupHeartbeat (KIP-1071). */
    STREAMS("streams");

    private final String typeName;

    GroupType(String typeName) {
        this.typeName = typeName;
    }

    /** The name in ListGroups. */
    public String typeName() {
        return typeName;
    }

    /** The type of this name in any case, or null. */
    public static @Nullable GroupType ofName(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        for (GroupType type : values()) {
            if (type.typeName.equals(lowerCase)) {
                return type;
            }
        }
        return null;
    }
}
