@allure.label.epic:Resilience @allure.label.severity:critical @needs:postgresql @needs:redis
Feature: Database connectivity loss
  When the database goes away, users still see what was seen before, with its age; what nobody
  knows is said to be unknown, never to be missing. When it is back, all is as before by itself.
  What users were told is saved stays saved, once and in order, whatever goes away meanwhile.

  Background:
    Given each dependency is guarded by a circuit breaker that
      | opens after                      | 3 consecutive failures |
      | tries again after                |       300 milliseconds |
      | then admits trials               |                      2 |
      | gives up a trial after           |               1 second |
      | tries rejected credentials after |       500 milliseconds |
    And a database that does not answer for 500 milliseconds is given up
    And dependencies are checked every 100 milliseconds
    And the service level rises after 200 milliseconds
    And copies of conversations are used by these rules
      | shown without asking for | 300 milliseconds |
      | kept for an outage for   |         1 minute |

  @DB-1 @FR-3 @IF-2
  Rule: What was read before is shown during an outage, with its age

    Background:
      Given Ada has a conversation
      And Ada has read the conversation

    Scenario Outline: Shown as a copy while the database is <fault>
      Given the service has noticed without users that the database is <fault>
      When the conversation is read once
      Then the last reader has the conversation
      And the last reader is told that this is a copy, and how old

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | refused     |
        | black-holed |

    Scenario Outline: Shown as a copy before the outage is known: <fault>
      Given the copy is no longer fresh
      And the database is <fault>
      When 20 users read the conversation at once
      Then every reader has the conversation

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | refused     |
        | black-holed |

    Scenario: What nobody has read cannot be checked
      Given Ben has a conversation
      And the service has noticed without users that the database is killed
      When Ben reads the conversation of Ben
      Then every reader is told "not_checkable"

    Scenario: What does not exist cannot be checked either
      Given the service has noticed without users that the database is killed
      When 3 conversations that do not exist are read
      Then every reader is told "not_checkable"

  @PR-3 @DB-1
  Rule: During an outage copies serve more than 80 percent of what is read

    Background:
      Given 100 conversations of all users, of which 15 have never been read

    Scenario Outline: 240 readings while the database is <fault>
      Given the service has noticed without users that the database is <fault>
      When the owners read 240 times, some conversations far more often than others
      Then more than 80 percent of the readings were served from copies, with 95 percent confidence
      And what had never been read could not be checked, everything else was shown
      And the metrics count the same copies as the readers

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | black-holed |

  @DB-1 @DB-4
  Rule: Nobody sees what belongs to another, whatever is out

    Background:
      Given Ada has a conversation
      And Ada has read the conversation

    Scenario: While all is well it does not exist for others
      When Ben reads the conversation of Ada
      Then every reader is told "not_found"
      And no reader has seen a message

    Scenario: During an outage it cannot be checked for others
      Given the service has noticed without users that the database is killed
      When Ben reads the conversation of Ada
      Then every reader is told "not_checkable"
      And no reader has seen a message

  @IN-4 @DB-4
  Rule: A copy is shown for as long as it is fresh, without asking

    Scenario: A fresh copy spares the database
      Given copies of conversations are used by these rules
        | shown without asking for | 1 minute |
      And Ada has a conversation
      And Ada has read the conversation
      When the conversation is read 20 times
      Then every reader has the conversation from a fresh copy

    Scenario: An old copy is not shown while the database answers
      Given Ada has a conversation
      And Ada has read the conversation
      And the copy is no longer fresh
      When the conversation is read once
      Then every reader has the conversation from the database

  @IN-4 @FR-3
  Rule: A copy is kept for its time, and no longer

    Background:
      Given copies of conversations are used by these rules
        | kept for an outage for | 2 seconds |
      And Ada has a conversation
      And Ada has read the conversation
      And the database is killed

    Scenario: Before its time is over it is shown
      Given the copy is no longer fresh
      When the conversation is read once
      Then the last reader has the conversation

    Scenario: After its time is over it is not
      Given the copy is kept no longer
      When the conversation is read once
      Then every reader is told "not_checkable"

  @IN-4 @DB-4
  Rule: What is written is seen by the next who reads

    Background:
      Given copies of conversations are used by these rules
        | shown without asking for | 1 minute |
      And Ada has a conversation
      And Ada has read the conversation

    Scenario: A new message is seen although there is a fresh copy
      Given Ada has added a message
      When the conversation is read once
      Then the last reader sees the message that was added

    Scenario: A new message is seen although the cache was out meanwhile
      Given the service has noticed without users that the cache is refused
      And Ada has added a message
      And the cache has recovered and the service noticed
      When the conversation is read once
      Then the last reader sees the message that was added

    @own-process
    Scenario: A new message is seen although the service died meanwhile as well
      Given the service has noticed without users that the cache is refused
      And Ada has added a message
      And the cache has recovered after the service was killed and started again
      When the conversation is read once
      Then the last reader sees the message that was added

    Scenario: During an outage nobody is shown less than was seen before
      Given Ada has added a message
      And Ada has read the conversation
      And the service has noticed without users that the database is killed
      When the conversation is read once
      Then the last reader sees the message that was added

    Scenario: What was written is shown during an outage, although nobody read it
      Given Ada has added a message
      And the service has noticed without users that the database is killed
      When the conversation is read once
      Then the last reader sees the message that was added

    Scenario: The conversation is shown although nobody knows of the last write
      Given the database is saving-silently
      And Ada has tried to add 1 messages and to place 0 orders
      And the service has noticed without users that the database is killed
      When the conversation is read once
      Then the last reader is told that something accepted may be missing

  @IN-4 @IN-2
  Rule: Many who ask for the same ask the database once

    Background:
      Given Ada has a conversation
      And Ada has read the conversation

    Scenario: 30 readers at once cost one connection
      Given the database is slow
      And the copy is no longer fresh
      When 30 users read the conversation at once
      Then the database has received at most 1 connection meanwhile

  @IF-2
  Rule: Without the cache everything is read from the database

    Scenario Outline: Read from the database while the cache is <fault>
      Given Ada has a conversation
      And the service has noticed without users that the cache is <fault>
      When the conversation is read 5 times
      Then every reader has the conversation from the database

      Examples: Ways of not answering
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | black-holed          |
        | slow                 |
        | credentials-rejected |

  @DB-2 @CM-3
  Rule: The service level falls to cache-only and rises again, and says so

    Scenario: Unavailable while the cache is out as well
      Given the service has noticed without users that the database is killed
      When the cache is killed
      Then the service level is "unavailable" within 3 seconds
      And the notice "storage_out" is shown within 3 seconds

    Scenario: Neither notice nor lower level once the database is back
      Given the service has noticed without users that the database is killed
      When the database has recovered
      Then the service level is "full" within 5 seconds
      And no notice is shown within 5 seconds

  @DB-3 @IN-2 @IF-3
  Rule: When the database is back it is read as before, over connections that are alive

    Background:
      Given Ada has a conversation
      And Ada has read the conversation

    Scenario Outline: Read from the database again after it was <fault>
      Given the service has noticed without users that the database is <fault>
      And the database has recovered and the service noticed
      When the conversation is read 10 times, each time after the copy is no longer fresh
      Then every reader has the conversation from the database

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | refused     |
        | black-holed |

    Scenario: Connections that were cut are not handed out
      Given 20 more conversations, of which 10 have been read at once
      And the database is cut
      When the other 10 are read at once
      Then every reader has the conversation from the database

  @DB-3 @PR-2 @GD-4
  Rule: With the production defaults all is well within 30 seconds of the return

    Background:
      Given the production defaults apply

    Scenario Outline: Back in full service after the database was <fault>
      Given the service has noticed without users that the database is <fault>
      When the database has recovered
      Then the service level is "full" within 30 seconds

      Examples: Faults as they happen
        | fault                |
        | killed               |
        | frozen               |
        | short-of-connections |

    Scenario Outline: Back in full service after the cache was <fault>
      Given the service has noticed without users that the cache is <fault>
      When the cache has recovered
      Then the service level is "full" within 30 seconds
      And no notice is shown within 30 seconds

      Examples: Faults as they happen
        | fault  |
        | killed |
        | frozen |

    Scenario Outline: Known without users within seconds: <dependency> is <fault>
      Given the service runs with everything well
      When <dependency> is <fault>
      Then the service level is "<level>" within <time>

      Examples: What takes longest to notice
        | dependency   | fault  | level      | time      |
        | the database | frozen | cache-only | 7 seconds |
        | the database | slow   | degraded   | 6 seconds |
        | the cache    | frozen | degraded   | 3 seconds |

    Scenario: Back in full service after the database was restarted
      Given the service runs with everything well
      When the database is restarted
      Then the service level is "full" within 30 seconds
      And the database counts at least 2 connections of the service within 30 seconds

  @DB-3 @PR-2 @GD-4 @BR-1
  Rule: With the production defaults both may be lost, and all is well 30 seconds after

    Background:
      Given the production defaults apply
      And Ada has a conversation
      And the service has noticed without users that the database is killed
      And Ada has added 6 messages and placed 4 orders
      And the cache is killed

    Scenario: Back with all that was accepted after both were killed
      Given the service level has become "unavailable"
      When database and cache have recovered
      Then the service level is "full" within 30 seconds
      And what was accepted is all there in full service within 30 seconds
      And the database counts at least 2 connections of the service within 30 seconds

  @BR-1 @DB-3 @DB-4
  Rule: What is accepted during an outage is there once, in order, when the database is back

    Background:
      Given Ada has a conversation

    Scenario Outline: Nothing accepted is lost while the database is <fault>
      Given the service has noticed without users that the database is <fault>
      And Ada has added 6 messages and placed 4 orders
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Ways of not answering
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | black-holed          |
        | short-of-connections |
        | credentials-rejected |

    Scenario Outline: Nothing accepted is lost although nobody knows yet: <fault>
      Given the database is <fault>
      And Ada has tried to add 4 messages and to place 2 orders
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Ways of not answering
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | black-holed          |
        | read-only            |
        | cut                  |
        | restarted            |
        | short-of-connections |
        | credentials-rejected |

  @BR-1 @DB-1 @DB-3 @DB-4 @GD-4
  Rule: While users go on reading and writing nothing is lost, whatever goes away

    Background:
      Given 12 conversations of all users, of which 2 have never been read

    Scenario Outline: Users go on while the database is <fault>
      When the database is <fault> for 1500 milliseconds while all users read and write
      Then all is as before within 30 seconds of the return
      And every accepted write is in the database once, whole and in order, and nothing else
      And whatever was shown was always shown again, to its owner alone, and no less
      And no reading misses what was acknowledged before, unless it says so

      Examples: Every way in which it fails
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | cut                  |
        | black-holed          |
        | slow                 |
        | short-of-connections |
        | read-only            |
        | credentials-rejected |
        | restarted            |

    Scenario Outline: Users go on while the cache is <fault>
      When the cache is <fault> for 1500 milliseconds while all users read and write
      Then all is as before within 30 seconds of the return
      And every accepted write is in the database once, whole and in order, and nothing else
      And no user was shown less than before, nor what belongs to another
      And no reading misses what was acknowledged before, unless it says so

      Examples: Every way in which it fails
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | cut                  |
        | black-holed          |
        | slow                 |
        | out-of-memory        |
        | emptied              |
        | credentials-rejected |
        | restarted            |

    Scenario Outline: Users go on while database and cache are <fault>
      When database and cache are <fault> for 1500 milliseconds while all users read and write
      Then all is as before within 30 seconds of the return
      And none of at least 8 writes meanwhile was accepted
      And no user was shown less than before, nor what belongs to another

      Examples: Every way in which both fail at once
        | fault       |
        | killed      |
        | frozen      |
        | refused     |
        | black-holed |

  @BR-1 @DB-3 @DB-4
  Rule: What was accepted outlives the cache's death as well

    Background:
      Given Ada has a conversation
      And the service has noticed without users that the database is killed
      And Ada has added 6 messages and placed 4 orders

    Scenario: A cache that is killed keeps what was accepted
      Given the cache is killed
      And the cache has recovered and the service noticed
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @BR-1 @DB-3 @DB-4 @own-process
  Rule: What was accepted outlives the service's death, whatever dies with it

    Background:
      Given a cache that does not answer for 1 second is given up
      And Ada has a conversation
      And the service has noticed without users that the database is killed
      And Ada has added 6 messages and placed 4 orders

    Scenario: A service that is killed keeps what it accepted
      Given the service is killed and started again
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Service, cache and database die, and nothing is lost
      Given the cache is killed
      And the service is killed
      When everything has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: A service that starts before anything else waits for it
      Given the cache is killed
      And the service is killed and started again
      When everything has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: A service that is stopped politely keeps it too
      Given the service has been stopped
      When everything has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @BR-1 @DB-4 @own-process
  Rule: A service that dies while users write loses nothing that it had acknowledged

    Background:
      Given a cache that does not answer for 1 second is given up
      And Ada has a conversation

    Scenario: Killed among writes while all is well
      Given the service is killed after 20 of 80 writes of all users
      When everything has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Killed among writes while the database is out
      Given the service has noticed without users that the database is killed
      And the service is killed after 20 of 80 writes of all users
      When everything has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Killed with orders half done, of which nobody heard
      Given Ada has added 1 messages and placed 1 orders
      And 5 orders of Ada are half done
      When the service is killed and started again
      Then at least 5 users heard nothing
      And every accepted write is in the database once, whole and in order, and nothing else

  @BR-1 @DB-3 @own-process
  Rule: A service that is asked to stop finishes what is under way and begins nothing new

    Background:
      Given a cache that does not answer for 1 second is given up
      And a database that does not answer for 3 seconds is given up
      And Ada has a conversation

    Scenario: What is under way is finished
      Given 5 orders of Ada are half done
      When the service is stopped
      Then the service has ended by itself within 5 seconds
      And every write is done, those under way included
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Whoever comes meanwhile knows that nothing was done
      Given 5 orders of Ada are half done
      And the service has been asked to stop
      When Ada places an order
      Then the writer knows that it was not done

    Scenario: Somebody who is connected and says nothing does not hold it up
      Given somebody is connected to the service and says nothing
      When the service is stopped
      Then the service has ended by itself within 5 seconds

    Scenario Outline: It ends although accepted writes wait and the database is <fault>
      Given the service has noticed without users that the database is <fault>
      And Ada has added 6 messages and placed 4 orders
      When the service is stopped
      Then the service has ended by itself within 5 seconds

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | black-holed |

  @BR-1 @DB-3 @DB-4
  Rule: Whatever dies while what waits is put in place, all of it is there once, in order

    Background:
      Given a cache that does not answer for 1 second is given up
      And a database that does not answer for 3 seconds is given up
      And Ada has a conversation
      And the service has noticed without users that the database is refused
      And Ada has added 60 messages and placed 8 orders
      And half of what waits is in place

    Scenario Outline: Half-way, the database is <fault> once more
      Given the database is <fault>
      And the service has noticed that the database is out
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | black-holed |

    Scenario Outline: Half-way, <dependency> is <fault> while one gets in place
      Given <dependency> is <fault> while an order gets in place
      When <dependency> has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Nobody can note that it is in place
        | dependency   | fault           |
        | the cache    | killed          |
        | the cache    | frozen          |
        | the cache    | black-holed     |
        | the database | saving-silently |

    @own-process
    Scenario: Half-way, the service is killed
      When the service is killed and started again
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    @own-process
    Scenario: Half-way, the service is stopped politely
      Given the service has been stopped
      When the service is started again
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    @own-process
    Scenario: Half-way, the service dies before it notes what is in place
      Given the cache is frozen while an order gets in place
      And the service is killed
      When everything has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @BR-1 @DB-4
  Rule: A message that is hit half-way is done once or surely not at all

    Background:
      Given a cache that does not answer for 1 second is given up
      And a database that does not answer for 2 seconds is given up
      And Ada has a conversation
      And Ada has added 1 messages and placed 1 orders
      And a message of Ada is half done

    Scenario Outline: A message is half done when the database is <fault>
      Given the database is <fault>
      And whoever was writing has heard what became of it
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | cut         |
        | refused     |
        | black-holed |

  @BR-1 @DB-4
  Rule: Orders that are hit half-way are done once or surely not at all

    Background:
      Given a cache that does not answer for 1 second is given up
      And a database that does not answer for 2 seconds is given up
      And Ada has a conversation
      And Ada has added 1 messages and placed 1 orders
      And 3 orders of Ada are half done

    Scenario Outline: Orders are half done when the database is <fault>
      Given the database is <fault>
      And whoever was writing has heard what became of it
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | cut         |
        | black-holed |

  @BR-1 @DB-4
  Rule: A write whose answer is lost is called unknown, and repeating it does it once

    Background:
      Given Ada has a conversation
      And the service runs with everything well
      And the database is saving-silently

    Scenario: Whoever adds a message is told that nobody knows
      When Ada adds a message
      Then the writer is told that nobody knows whether it was done
      And the last write is in the database all the same

    Scenario: Whoever places an order is told that nobody knows
      When Ada places an order
      Then the writer is told that nobody knows whether it was done
      And the last write is in the database all the same

    Scenario Outline: <what> that nobody knew of is repeated and there once
      Given Ada has tried to add <messages> messages and to place <orders> orders
      And the database has recovered and the service noticed
      When Ada sends the last write once more under its key
      Then the writer is told that it is done
      And every accepted write is in the database once, whole and in order, and nothing else

      Examples: Kinds of writes
        | what      | messages | orders |
        | A message |        1 |      0 |
        | An order  |        0 |      1 |

  @BR-1 @DB-3 @DB-4 @own-process
  Rule: Several instances put in place what waits once, whichever of them fails

    Background:
      Given a cache that does not answer for 1 second is given up
      And a database that does not answer for 3 seconds is given up
      And an instance that is silent for 1 second is replaced
      And the service runs as 2 instances
      And Ada has a conversation
      And the service has noticed without users that the database is refused
      And Ada has added 60 messages and placed 8 orders

    Scenario: What both accepted is there once, in order
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Half-way one of two is killed, and the other finishes
      Given half of what waits is in place
      When the instance that puts it in place is killed
      Then within 20 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Half-way one of two freezes, and the other finishes
      Given half of what waits is in place
      When the instance that puts it in place is frozen
      Then within 20 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: The frozen instance that wakes up too late changes nothing
      Given half of what waits is in place
      And the instance that puts it in place is frozen until another has finished
      When the frozen instance is thawed
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @BR-1 @DB-4 @FR-4
  Rule: When what was accepted is lost with the cache's storage, exactly that is said, at once

    Background:
      Given a cache that does not answer for 1 second is given up
      And Ada has a conversation
      And Ada has added 2 messages and placed 2 orders
      And the service has noticed without users that the database is killed
      And Ada has added 6 messages and placed 4 orders

    Scenario: Exactly those that are lost are declared, and nothing else is
      Given the cache is storage-destroyed
      And users have been told that accepted writes were lost
      And Ada has added 3 messages and placed 2 orders
      When the database has recovered
      Then within 10 seconds exactly 10 accepted writes are declared lost, and all others are in the database once

    Scenario: Users and staff are told while the database is still out
      When the cache is storage-destroyed
      Then the notice "writes_lost" is shown within 5 seconds
      And the writer finds the last write "lost" within 5 seconds
      And the log names each of the lost writes and alerts staff

    Scenario: What was lost can be sent again, and is there once
      Given the cache is storage-destroyed
      And users have been told that accepted writes were lost
      And Ada has sent the last write once more under its key
      When the database has recovered
      Then within 10 seconds exactly 9 accepted writes are declared lost, and all others are in the database once

    @own-process
    Scenario: A service that was dead meanwhile declares it when it starts
      Given the service is killed
      And the cache is storage-destroyed
      When everything has recovered
      Then within 10 seconds exactly 10 accepted writes are declared lost, and all others are in the database once
      And the log names each of the lost writes and alerts staff

    @own-process
    Scenario: What was declared once is still told after a restart
      Given the cache is storage-destroyed
      And users have been told that accepted writes were lost
      When the service is killed and started again
      Then the notice "writes_lost" is shown within 5 seconds
      And the writer finds the last write "lost" within 5 seconds

  @BR-1 @DB-4
  Rule: What is in place is never declared lost

    Background:
      Given a cache that does not answer for 1 second is given up
      And a database that does not answer for 3 seconds is given up
      And Ada has a conversation
      And the service has noticed without users that the database is refused
      And Ada has added 60 messages and placed 45 orders
      And half of what waits is in place

    Scenario: Half-way only what is not in place is declared lost
      When the cache is storage-destroyed
      Then the notice "writes_lost" is shown within 5 seconds
      And within 10 seconds exactly those are declared lost that are not in the database
      And the log names each of the lost writes and alerts staff

    Scenario: A cache that merely dies loses nothing, and nothing is declared
      Given the cache is killed
      When the cache has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else
      And no write is declared lost

  @BR-1 @DB-4 @IF-2
  Rule: A cache that could lose what is accepted is not trusted with it

    Background:
      Given Ada has a conversation
      And the service runs with everything well

    Scenario Outline: In an outage writes are refused while the cache is <fault>
      Given the cache is <fault>
      And the service has noticed that accepted writes would not be kept
      And the service has noticed without users that the database is killed
      When Ada adds 5 messages and places 5 orders
      Then none of at least 10 writes was accepted

      Examples: Settings that lose
        | fault    |
        | evicting |
        | unsynced |

  @BR-1 @DB-4
  Rule: Nothing is acknowledged that could be lost

    Background:
      Given Ada has a conversation
      And the service has noticed without users that the database is killed

    Scenario: Whoever writes is told that it is pending
      When Ada places an order
      Then the writer is told that it is accepted and pending
      And the writer finds the last write "pending" within 1 second

    Scenario: With database and cache out every write is refused
      Given the cache is killed
      When Ada adds 5 messages and places 5 orders
      Then none of at least 10 writes was accepted

  @BR-1 @DB-4
  Rule: What finds no room is refused, and nothing makes room for it

    Background:
      Given at most 3 accepted writes wait for the database
      And Ada has a conversation
      And the service has noticed without users that the database is killed

    Scenario: The fourth write is refused
      When Ada adds 3 messages and places 1 orders
      Then the writer is told "journal_full"

    Scenario: The first three are kept
      Given Ada has tried to add 3 messages and to place 2 orders
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @DB-4
  Rule: What is sent twice is done once

    Background:
      Given Ada has a conversation
      And Ada has added 1 messages and placed 1 orders

    Scenario: The same write under the same key is done once
      When Ada sends the last write once more under its key
      Then every accepted write is in the database once, whole and in order, and nothing else

    Scenario: Something else under the same key is refused
      When Ada sends something else under the key of the last write
      Then the writer is told "key_reused"
      And every accepted write is in the database once, whole and in order, and nothing else

    Scenario: A key from before the outage is rejected after acceptance
      Given the service has noticed without users that the database is killed
      And Ada has sent something else under the key of the last write
      When the database has recovered
      Then the writer finds the last write "rejected" within 10 seconds
      And every accepted write is in the database once, whole and in order, and nothing else

  @DB-4
  Rule: What is sent twice during an outage is done once too

    Background:
      Given Ada has a conversation
      And the service has noticed without users that the database is killed
      And Ada has added 1 messages and placed 1 orders

    Scenario: During an outage something else under a pending key is refused
      When Ada sends something else under the key of the last write
      Then the writer is told "key_reused"

    Scenario: During an outage the same write is accepted once
      Given Ada has sent the last write once more under its key
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @DB-4
  Rule: What makes no sense is refused, whatever is out

    Background:
      Given Ada has a conversation
      And Ben has a conversation

    Scenario Outline: Refused while all is well: <what>
      When Ada sends "<what>"
      Then the writer is told "invalid_request"

      Examples: Bodies
        | what                          |
        | a message without a text      |
        | a message that is too long    |
        | an order without lines        |
        | an order of less than nothing |
        | an order without a price      |
        | a message beyond all limits   |
        | a message broken off half-way |
        | a message as a picture        |
        | an order beyond all limits    |
        | an order broken off half-way  |
        | an order as plain text        |

    Scenario Outline: Refused while the database is out: <what>
      Given the service has noticed without users that the database is killed
      When Ada sends "<what>"
      Then the writer is told "invalid_request"

      Examples: Bodies
        | what                          |
        | a message without a text      |
        | a message that is too long    |
        | an order without lines        |
        | an order of less than nothing |
        | an order without a price      |
        | a message beyond all limits   |
        | a message broken off half-way |
        | a message as a picture        |
        | an order beyond all limits    |
        | an order broken off half-way  |
        | an order as plain text        |

    Scenario: An order needs a key
      When Ada places an order without a key
      Then the writer is told "key_missing"

    Scenario: An order needs a key during an outage too
      Given the service has noticed without users that the database is killed
      When Ada places an order without a key
      Then the writer is told "key_missing"

    Scenario: Nobody writes into another's conversation
      When Ada adds a message to the conversation of Ben
      Then the writer is told "not_found"

    Scenario: Nobody writes into what does not exist
      When Ada adds a message to a conversation that does not exist
      Then the writer is told "not_found"

    Scenario: Accepted in an outage for another's conversation: rejected and said so
      Given the service has noticed without users that the database is killed
      And Ada has added a message to the conversation of Ben
      When the database has recovered
      Then the writer finds the last write "rejected" within 10 seconds

    Scenario: Accepted in an outage for what does not exist: rejected
      Given the service has noticed without users that the database is killed
      And Ada has added a message to a conversation that does not exist
      When the database has recovered
      Then the writer finds the last write "rejected" within 10 seconds

    Scenario: What cannot be a conversation is not found
      When Ada sends "a message to a conversation without a proper name"
      Then the writer is told "not_found"

    Scenario: What cannot be a conversation is not found during an outage either
      Given the service has noticed without users that the database is killed
      When Ada sends "a message to a conversation without a proper name"
      Then the writer is told "not_found"

  @DB-2 @CM-3
  Rule: Whatever is wrong has a level and a notice, told at once and without detours

    Background:
      Given a database that does not answer for 1 second is given up

    Scenario Outline: Level <level> while <dependency> is <fault>
      Given the service runs with everything well
      When <dependency> is <fault>
      Then the service level is "<level>" within 5 seconds
      And the service level has gone straight to "<level>"
      And the notice "<notice>" is shown within 5 seconds

      Examples: The database does not do what it is there for
        | dependency   | fault                | level      | notice       |
        | the database | killed               | cache-only | database_out |
        | the database | frozen               | cache-only | database_out |
        | the database | refused              | cache-only | database_out |
        | the database | black-holed          | cache-only | database_out |
        | the database | credentials-rejected | cache-only | database_out |

      Examples: The database answers, but not as it should
        | dependency   | fault                | level    | notice             |
        | the database | slow                 | degraded | database_slow      |
        | the database | short-of-connections | degraded | database_short     |
        | the database | read-only            | degraded | database_read_only |

      Examples: The cache is out, or takes nothing more, and nothing waits in it
        | dependency | fault                | level    | notice     |
        | the cache  | killed               | degraded | redis_out  |
        | the cache  | frozen               | degraded | redis_out  |
        | the cache  | refused              | degraded | redis_out  |
        | the cache  | black-holed          | degraded | redis_out  |
        | the cache  | slow                 | degraded | redis_out  |
        | the cache  | credentials-rejected | degraded | redis_out  |
        | the cache  | out-of-memory        | degraded | redis_full |

    Scenario Outline: Full service although <dependency> is <fault>
      Given the service runs with everything well
      When <dependency> is <fault>
      Then the service level stays "full" for 2 seconds

      Examples: What a healthy service does not let users feel
        | dependency   | fault   |
        | the database | cut     |
        | the cache    | cut     |
        | the cache    | emptied |

  @DB-2 @DB-1
  Rule: At each level all is done that can be done, and said how

    Background:
      Given a database that does not answer for 1 second is given up
      And Ada has a conversation
      And Ada has read the conversation

    Scenario Outline: Database <database>, cache <cache>: shown <shown>, <told>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      And the copy is no longer fresh
      When Ada reads the conversation, adds a message and places an order
      Then the conversation is shown <shown>
      And message and order are <told>

      Examples: Everything works, at most from a fallback
        | database             | cache                | level    | shown                  | told                 |
        | well                 | well                 | full     | from the database      | saved                |
        | slow                 | well                 | degraded | from the database      | saved                |
        | read-only            | well                 | degraded | from the database      | accepted and pending |
        | short-of-connections | well                 | degraded | as a copy that says so | accepted and pending |
        | well                 | killed               | degraded | from the database      | saved                |
        | well                 | frozen               | degraded | from the database      | saved                |
        | well                 | credentials-rejected | degraded | from the database      | saved                |
        | well                 | out-of-memory        | degraded | from the database      | saved                |

      Examples: From the cache alone
        | database             | cache         | level      | shown                  | told                 |
        | killed               | well          | cache-only | as a copy that says so | accepted and pending |
        | frozen               | well          | cache-only | as a copy that says so | accepted and pending |
        | credentials-rejected | well          | cache-only | as a copy that says so | accepted and pending |
        | killed               | emptied       | cache-only | not at all             | accepted and pending |
        | killed               | out-of-memory | cache-only | not at all             | refused              |

      Examples: Nothing to save to
        | database | cache  | level       | shown      | told    |
        | killed   | killed | unavailable | not at all | refused |

  @DB-2 @DB-4
  Rule: While the cache is out with accepted writes, nothing overtakes them, and readers know

    Background:
      Given Ada has a conversation
      And Ada has read the conversation
      And the service has noticed without users that the database is killed
      And Ada has added 2 messages and placed 1 orders
      And the cache is killed

    Scenario: The level is limited, and a notice says why
      When the database has recovered
      Then the service level is "limited" within 5 seconds
      And the notice "writes_pending" is shown within 5 seconds

    Scenario: Readers are told that something accepted may be missing
      Given the database has recovered and the service noticed
      When the conversation is read once
      Then the conversation is shown from the database
      And the last reader is told that something accepted may be missing

    Scenario: What could overtake is refused
      Given the database has recovered and the service noticed
      When Ada reads the conversation, adds a message and places an order
      Then message and order are refused

    Scenario: Others see nothing then either
      Given the database has recovered and the service noticed
      When Ben reads the conversation of Ada
      Then every reader is told "not_found"
      And no reader has seen a message

    Scenario: When the cache is back all that was accepted is there
      Given the database has recovered and the service noticed
      When the cache has recovered
      Then within 10 seconds no accepted write waits any more
      And the service level is "full" within 10 seconds
      And every accepted write is in the database once, whole and in order, and nothing else

  @DB-3 @DB-4 @FR-3
  Rule: Readers see what they were told is saved, or are told that it may be missing

    Background:
      Given copies of conversations are used by these rules
        | shown without asking for | 1 minute |
      And Ada has a conversation
      And Ada has read the conversation

    Scenario: In full service a user sees own messages at once
      When Ada adds a message and reads the conversation, 10 times
      Then no reading misses what was acknowledged before, unless it says so
      And no reader is told that anything may be missing

    Scenario: During an outage a copy says that accepted messages may be missing
      Given the service has noticed without users that the database is killed
      And Ada has added 1 messages and placed 0 orders
      When the conversation is read once
      Then the conversation is shown as a copy that says so
      And the last reader is told that something accepted may be missing

    Scenario: During an outage without accepted writes nothing is said to be missing
      Given the service has noticed without users that the database is killed
      When the conversation is read once
      Then the conversation is shown as a copy that says so
      And no reader is told that anything may be missing

  @DB-3 @DB-4 @IN-4
  Rule: Copies from before an outage give way to what was accepted during it

    Background:
      Given copies of conversations are used by these rules
        | shown without asking for | 1 minute |
      And Ada has a conversation
      And Ada has read the conversation
      And the service has noticed without users that the database is killed
      And Ada has added 2 messages and placed 1 orders

    Scenario: What was put in place is seen by every later reading
      Given the database has recovered and the service noticed
      And no accepted write waits any more
      When the conversation is read 10 times
      Then no reading misses what was acknowledged before, unless it says so
      And no reader is told that anything may be missing

    Scenario: Copies give way to writes again after an outage
      Given the database has recovered and the service noticed
      And no accepted write waits any more
      When Ada adds a message and reads the conversation, 10 times
      Then no reading misses what was acknowledged before, unless it says so
      And no reader is told that anything may be missing

  @DB-4 @DB-2
  Rule: At every level people see what is theirs, and nothing of others

    Background:
      Given Ada has a conversation
      And Ada has read the conversation
      And Ben has placed an order

    Scenario Outline: Nobody reads another's conversation: database <database>, cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When Ben reads the conversation of Ada
      Then every reader is told "<told>"
      And no reader has seen a message

      Examples: Each level
        | database             | cache  | level       | told          |
        | well                 | well   | full        | not_found     |
        | read-only            | well   | degraded    | not_found     |
        | short-of-connections | well   | degraded    | not_checkable |
        | well                 | killed | degraded    | not_found     |
        | killed               | well   | cache-only  | not_checkable |
        | killed               | killed | unavailable | not_checkable |

    Scenario Outline: Nobody looks up another's order: database <database>, cache <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When Ada looks up the order of Ben
      Then the order is not shown, but "<told>"

      Examples: Each level
        | database             | cache  | level       | told          |
        | well                 | well   | full        | not_found     |
        | read-only            | well   | degraded    | not_found     |
        | short-of-connections | well   | degraded    | not_checkable |
        | well                 | killed | degraded    | not_found     |
        | killed               | well   | cache-only  | not_checkable |
        | killed               | killed | unavailable | not_checkable |

    Scenario: The owner looks the order up
      When Ben looks up the order of Ben
      Then the whole order is shown

  @IN-2 @IF-3 @DB-3
  Rule: The pool of connections is whole again by itself, and hands out none that is dead

    Background:
      Given the service keeps 4 connections to the database and opens at most 8

    Scenario Outline: Whole again by itself after the database was <fault>
      Given the service has noticed without users that the database is <fault>
      When the database has recovered
      Then the database counts at least 4 connections of the service within 5 seconds
      And the metrics count the same connections as the database

      Examples: What an outage does to connections
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | black-holed          |
        | short-of-connections |
        | credentials-rejected |

    Scenario Outline: Whole again by itself although nobody noticed: <fault>
      Given the service runs with everything well
      When the database is <fault>
      Then the database counts at least 4 connections of the service within 5 seconds
      And the metrics count the same connections as the database

      Examples: What ends connections in passing
        | fault     |
        | cut       |
        | restarted |
        | read-only |

    Scenario Outline: No dead connection is handed out after <fault>
      Given 20 more conversations, of which 10 have been read at once
      And the service has noticed without users that the database is <fault>
      And the database has recovered and the service noticed
      When the other 10 are read at once
      Then every reader has the conversation from the database

      Examples: What an outage does to connections
        | fault                |
        | killed               |
        | frozen               |
        | refused              |
        | black-holed          |
        | short-of-connections |
        | credentials-rejected |

  @IN-2 @IF-3
  Rule: There are never more connections than are allowed, and nobody waits for one for ever

    Background:
      Given a database that does not answer for 1 second is given up

    Scenario: 40 readers at once share four connections
      Given the service keeps 2 connections to the database and opens at most 4
      And 40 more conversations, of which 0 have been read at once
      When the other 40 are read at once
      Then every reader has the conversation from the database
      And the database has had at most 4 connections at a time

    Scenario: Who gets no connection in time is told so
      Given the service keeps 2 connections to the database and opens at most 2
      And 20 more conversations, of which 0 have been read at once
      And the service level has become "degraded" with the database slow and the cache well
      When the other 20 are read at once
      Then every reader is shown the conversation or told why not within 3 seconds

    Scenario: A crowd that waits for connections is no outage
      Given the service keeps 2 connections to the database and opens at most 2
      And 20 more conversations, of which 0 have been read at once
      And the service level has become "degraded" with the database slow and the cache well
      When the other 20 are read at once
      Then the service level has not been "cache-only"

  @BR-1 @DB-3 @DB-4
  Rule: With database and cache out at once nothing is promised, and what was promised is kept

    Background:
      Given Ada has a conversation

    Scenario Outline: Nothing is acknowledged: database <database>, cache <cache>
      Given the service level has become "unavailable" with the database <database> and the cache <cache>
      When Ada adds 5 messages and places 5 orders
      Then none of at least 10 writes was accepted

      Examples: Both gone, in every mixture
        | database    | cache       |
        | killed      | killed      |
        | frozen      | frozen      |
        | killed      | black-holed |
        | black-holed | killed      |

    Scenario Outline: All is kept: <database> and <cache>, <first> back first
      Given the service has noticed without users that the database is <database>
      And Ada has added 4 messages and placed 2 orders
      And the cache is <cache>
      When <first> has recovered first, and then <second>
      Then what was accepted is all there in full service within 10 seconds

      Examples: In either order of return
        | database    | cache       | first        | second       |
        | killed      | killed      | the database | the cache    |
        | killed      | killed      | the cache    | the database |
        | frozen      | frozen      | the database | the cache    |
        | frozen      | frozen      | the cache    | the database |
        | black-holed | killed      | the database | the cache    |
        | killed      | black-holed | the cache    | the database |

  @BR-1 @DB-3
  Rule: A cache that is full keeps what was accepted and lets it go when the database is back

    Background:
      Given Ada has a conversation
      And the service has noticed without users that the database is killed
      And Ada has added 6 messages and placed 4 orders

    Scenario: What waits in a full cache is put in place
      Given the cache is out-of-memory
      When the database has recovered
      Then within 10 seconds no accepted write waits any more
      And every accepted write is in the database once, whole and in order, and nothing else

  @DB-3 @PR-2 @GD-4
  Rule: After every fault the service is back in full by itself, straight and without a notice

    Scenario Outline: Back in full service: database was <database>, cache was <cache>
      Given the service level has become "<level>" with the database <database> and the cache <cache>
      When database and cache have recovered
      Then the service level is "full" within 5 seconds
      And the service level has gone straight to "full"
      And no notice is shown within 5 seconds

      Examples: The database
        | database             | cache | level      |
        | refused              | well  | cache-only |
        | black-holed          | well  | cache-only |
        | credentials-rejected | well  | cache-only |
        | short-of-connections | well  | degraded   |
        | read-only            | well  | degraded   |
        | slow                 | well  | degraded   |

      Examples: The cache
        | database | cache                | level    |
        | well     | killed               | degraded |
        | well     | frozen               | degraded |
        | well     | refused              | degraded |
        | well     | black-holed          | degraded |
        | well     | slow                 | degraded |
        | well     | credentials-rejected | degraded |
        | well     | out-of-memory        | degraded |

  @CM-3 @DB-2
  Rule: Staff are called once when the service's credentials are rejected

    Scenario Outline: One call for <dependency>
      Given the service runs with everything well
      When <dependency> is credentials-rejected
      Then the log alerts staff to <dependency> once, and not again within 1500 milliseconds

      Examples: Whatever has other credentials
        | dependency   |
        | the database |
        | the cache    |
