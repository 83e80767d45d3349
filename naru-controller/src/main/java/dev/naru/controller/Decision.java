package dev.naru.controller;

import dev.naru.protocol.PersistedRecord;
import java.util.List;

/** What an operation decided: records to write, all or none, and what to answer then. */
public record Decision<A>(List<PersistedRecord> records, A answer) {}
