fault-not-a-time = Not a time: write it like 09:30.
fault-not-a-length = Not a length: write it like 01:30 (an hour and a half); not zero, seven days at most.
