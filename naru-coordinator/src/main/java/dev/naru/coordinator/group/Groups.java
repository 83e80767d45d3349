package dev.naru.coordinator.group;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one shard by name, of all types: a name belongs to one group.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class Groups {
    private final Map<String, Group> byId = new HashMap<>();

    /** The group of this name, or null. */
    public @Nullable Group find(String groupId) {
        return byId.get(groupId);
    }

    /** Puts a group in the place of whichever had its name. */
    public void put(Group group) {
        byId.put(group.groupId(), group);
    }

    /** Removes a group, unless another has taken its place. */
    public void remove(Group group) {
        byId.remove(group.groupId(), group);
    }

    /** All of them, in no order; not to be changed while iterating. */
    public Collection<Group> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** How many there are. */
    public int count() {
        return byId.size();
    }
}
