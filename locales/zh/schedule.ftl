fault-not-a-time = 不是时间，请写成 09:30 的样子。
fault-not-a-length = 不是时长，请写成 01:30（1 小时 30 分）的样子；不能为零，最长 7 天。
